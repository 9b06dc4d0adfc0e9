import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that nobody listens on just now: for a service that must come back at the same address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address !== null && typeof address === 'object') return address.port;
  throw new Error('No port is free.');
}
