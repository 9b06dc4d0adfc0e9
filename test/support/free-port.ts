import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to connections that go out: none of those can take the port between two starts of a service. */
const lowest = 15_000;
const count = 17_000;
const tries = 100;

/** A port of loopback that nobody listens on, for a service that must come back at the same address. */
export async function findFreePort(): Promise<number> {
  for (let number = 0; number < tries; number += 1) {
    const port = lowest + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${tries} ports is free.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
