import { Agent, request } from 'node:http';
import type { SignedDelivery } from './write-delivery.ts';

/** Posts one delivery. Answers how long the acknowledgement took, in milliseconds. Throws unless it was a 200. */
type SendDelivery = (delivery: SignedDelivery) => Promise<number>;

interface Sender {
  readonly send: SendDelivery;
  close(): void;
}

/** Posts deliveries over connections that stay open. */
export function createSender(serviceUrl: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const url = new URL('/docspace/webhook', serviceUrl);
  return {
    send: ({ body, signature }) =>
      new Promise((resolve, reject) => {
        const headers = {
          'content-type': 'application/json',
          'content-length': body.length,
          'x-docspace-signature-256': signature,
        };
        const startedAt = performance.now();
        const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
          response.resume().once('end', () => {
            if (response.statusCode === 200) resolve(performance.now() - startedAt);
            else reject(new Error(`A delivery was answered with ${response.statusCode ?? 0}.`));
          });
        });
        outgoing.once('error', reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}
