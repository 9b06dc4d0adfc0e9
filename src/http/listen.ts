import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { AppError } from '../base/errors.ts';

interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long `close` lets requests finish; 5 seconds by default. */
  readonly drainMs?: number;
}

export interface Listening {
  /** Where it can be reached from this machine. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, lets requests finish until the deadline, then cuts what is left. Never throws. */
  readonly close: () => Promise<void>;
}

interface FetchApp {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

/** Serves an app. Throws `invalid-config`, with what to do, when the address cannot be had. */
export async function listen(app: FetchApp, { host, port, drainMs = 5000 }: ListenOptions): Promise<Listening> {
  const handle = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 };
  const server = createServer(timeouts, (request, response) => void handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const taken = readPort(server.address());
  return {
    url: `http://${nameForPeople(host)}:${String(taken)}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(deadline);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function readPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** An address that a browser opens: nobody can go to "every address". */
function nameForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new AppError('invalid-config', `Port ${String(port)} on ${host} is taken by another program.`, {
        hint: 'Stop that program, or set PORT to a free port.',
        cause: error,
      });
    case 'EACCES':
      return new AppError('invalid-config', `Port ${String(port)} may not be used by this user.`, {
        hint: 'Set PORT to a port from 1024 up.',
        cause: error,
      });
    default:
      return new AppError('invalid-config', `The service cannot listen on ${host}, port ${String(port)}.`, {
        hint: 'Set HOST to an address of this machine, such as 127.0.0.1.',
        cause: error,
      });
  }
}
