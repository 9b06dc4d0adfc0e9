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
  readonly limits?: Partial<ServerLimits>;
}

/** What a slow or greedy client may take. */
interface ServerLimits {
  /** How long the headers of a request, and a request as a whole, may take to come, in milliseconds. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often it is looked for those that take longer. */
  readonly lookEveryMs: number;
  /** Connections at once; further ones are closed at once. */
  readonly connections: number;
}

const serverLimits: ServerLimits = { headersMs: 10_000, requestMs: 30_000, lookEveryMs: 2_000, connections: 1_000 };

/** Of one request. Browsers send a fraction of it. */
const headerLimits = { maxHeaderSize: 16 * 1024, insecureHTTPParser: false, requireHostHeader: true } as const;

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
export async function listen(app: FetchApp, options: ListenOptions): Promise<Listening> {
  const { host, port, drainMs = 5000 } = options;
  const limits = { ...serverLimits, ...options.limits };
  const handle = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  const timeouts = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookEveryMs,
    keepAliveTimeout: 5_000,
  };
  const server = createServer({ ...timeouts, ...headerLimits }, (request, response) => void handle(request, response));
  server.maxConnections = limits.connections;
  server.maxHeadersCount = 100;
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
