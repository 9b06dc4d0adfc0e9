import { once } from 'node:events';
import { createServer } from 'node:net';

/** A free port on loopback: the wished one where it is free. Somebody else may take it before it is used. */
export async function choosePort(wished: number | undefined): Promise<number> {
  if (wished !== undefined && (await tryPort(wished)) !== undefined) return wished;
  const port = await tryPort(0);
  if (port === undefined) throw new Error('no port is free on 127.0.0.1');
  return port;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
