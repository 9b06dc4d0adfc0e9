import type { IncomingMessage } from 'node:http';
import type { AppContext } from './app-env.ts';

/** The address that a request's connection comes from; empty where there is none, as in tests. Headers are not asked: anybody writes them. */
export function addressOf(c: AppContext): string {
  return c.env.incoming?.socket.remoteAddress ?? '';
}

/** What the server hands over with each request. */
export interface ServerBindings {
  readonly incoming?: Pick<IncomingMessage, 'socket'>;
}
