import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { createGate, type Gate } from './gate.ts';

/** Stands between a service and a server that speaks HTTP; everything passes a gate. */
export interface CallProxy extends AsyncDisposable {
  readonly url: string;
  readonly gate: Gate;
  /** Ends what is open: calls of a process that is gone are not to arrive late. */
  cutAll(): void;
}

/** Starts a proxy on a free port of loopback. The server is asked under its own name. */
export async function startCallProxy(target: string): Promise<CallProxy> {
  const gate = createGate();
  const server = createServer((request, response) => {
    handOn(request, response, { target, gate }).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    gate,
    cutAll: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Between {
  readonly target: string;
  readonly gate: Gate;
}

/** A call is handed on when all of it has come, and its reply when all of that has: nobody ever hears half of one. */
async function handOn(request: IncomingMessage, response: ServerResponse, { target, gate }: Between): Promise<void> {
  const body = await readAll(request);
  const { method = 'GET', url = '/' } = request;
  const passage = gate.pass([method, url, body.toString()].join(' ').trim());
  if (!(await passage.before())) {
    request.socket.destroy();
    return;
  }
  const to = new URL(url, target);
  const outgoing = send(to, { method, headers: { ...request.headers, host: to.host }, agent: false });
  outgoing.end(body);
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  const answer = await readAll(reply);
  if (!(await passage.after())) {
    request.socket.destroy();
    return;
  }
  const ofTheConnection = ['transfer-encoding', 'connection', 'content-length'];
  const headers = Object.entries(reply.headers).filter(([name]) => !ofTheConnection.includes(name));
  response.writeHead(reply.statusCode ?? 502, { ...Object.fromEntries(headers), 'content-length': answer.length });
  response.end(answer);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await finished(stream);
  return Buffer.concat(chunks);
}
