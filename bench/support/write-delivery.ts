import { createHmac } from 'node:crypto';
import { webhookSecret } from './launch.ts';

export interface SignedDelivery {
  readonly body: Buffer;
  readonly signature: string;
}

/** Events have numbers that nobody has used: each is one of its own. */
let lastEventId = 1_000;

/** A delivery of `user.created` with the portal's fields and its signature over the exact bytes. */
export function writeDelivery(personId: string): SignedDelivery {
  lastEventId += 1;
  const createOn = `${new Date().toISOString().slice(0, 19)}Z`;
  const body = Buffer.from(
    JSON.stringify({
      event: { id: lastEventId, createOn, createBy: personId, trigger: 'user.created', triggerId: 1 },
      payload: { id: personId, userName: `bench.${lastEventId}`, email: `bench-${lastEventId}@example.com`, status: 1 },
      webhook: { id: 1, name: 'Concierge', url: 'http://127.0.0.1/docspace/webhook', triggers: ['user.created'] },
    }),
  );
  return { body, signature: `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex').toUpperCase()}` };
}
