import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createMessageReader, createWriteWatch } from './frontend-messages.ts';
import { createGate, type Gate, type Passage } from './gate.ts';

/** Stands between a service and its database; every statement that writes, and every commit of such, passes a gate. */
export interface PostgresProxy extends AsyncDisposable {
  /** The address of the database, by way of the proxy. */
  readonly url: string;
  readonly gate: Gate;
}

/** Starts a proxy on a free port of loopback, for connections without TLS. A server that is away is one that refuses connections. */
export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const gate = createGate();
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => open.delete(socket));
    }
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    join(client, upstream, gate);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    gate,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(client: Socket, upstream: Socket, gate: Gate): void {
  // The write whose reply is awaited. A client of ours sends the next statement only when it has heard of the last.
  const waiting: { passage?: Passage } = {};
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };
  speak(client, upstream, { gate, waiting }).catch(cut);
  listen(upstream, client, waiting).catch(cut);
}

/** A connection that goes no further is cut by whoever hears of it. */
function goOn(mayPass: boolean): void {
  if (!mayPass) throw new Error('cut');
}

/** What a socket says, piece by piece. */
function piecesOf(socket: Socket): AsyncIterable<Buffer> {
  return socket;
}

async function speak(
  client: Socket,
  upstream: Socket,
  { gate, waiting }: { readonly gate: Gate; readonly waiting: { passage?: Passage } },
): Promise<void> {
  const read = createMessageReader(true);
  const watch = createWriteWatch();
  for await (const chunk of piecesOf(client)) {
    for (const message of read(chunk)) {
      const write = watch(message);
      if (write !== undefined) {
        const passage = gate.pass(write);
        goOn(await passage.before());
        waiting.passage = passage;
      }
      if (!upstream.write(message)) await once(upstream, 'drain');
    }
  }
}

const readyForQuery = 'Z'.charCodeAt(0);

/** Replies to a write are kept back until the server has done with it. */
async function listen(upstream: Socket, client: Socket, waiting: { passage?: Passage }): Promise<void> {
  const read = createMessageReader(false);
  let held: Buffer[] = [];
  for await (const chunk of piecesOf(upstream)) {
    for (const message of read(chunk)) {
      held.push(message);
      const { passage } = waiting;
      if (passage && message[0] === readyForQuery) {
        delete waiting.passage;
        goOn(await passage.after());
      }
    }
    if (waiting.passage) continue;
    client.write(Buffer.concat(held));
    held = [];
  }
}
