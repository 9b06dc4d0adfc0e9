import type { Context } from 'hono';
import type { Identity } from './access-records.ts';

/** What a request carries from guard to handler. */
export interface AppEnv {
  Variables: {
    identity: Identity;
    /** The nonce of this answer's inline style and script. */
    secureHeadersNonce?: string;
  };
}

export type AppContext = Context<AppEnv>;
