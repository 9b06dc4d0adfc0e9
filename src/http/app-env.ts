import type { Context } from 'hono';
import type { Identity } from './access-records.ts';
import type { ServerBindings } from './address-of.ts';
import type { Client } from './client-of.ts';

/** What a request carries from guard to handler. */
export interface AppEnv {
  Bindings: ServerBindings;
  Variables: {
    client: Client;
    identity: Identity;
    /** The nonce of this answer's inline style and script. */
    secureHeadersNonce?: string;
  };
}

export type AppContext = Context<AppEnv>;
