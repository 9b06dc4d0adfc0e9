import type { IncomingMessage } from 'node:http';
import type { AppContext } from './app-env.ts';

/** The address of whoever sends a request: the connection's, or the one that a trusted proxy names. Empty where there is none, as in tests. */
export function addressOf(c: AppContext): string {
  return c.get('client').address;
}

/** What the server hands over with each request. */
export interface ServerBindings {
  readonly incoming?: { readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'> };
}
