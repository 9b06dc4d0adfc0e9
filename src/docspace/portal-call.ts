import type * as z from 'zod';
import type { Json } from '../base/json.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One call of the portal's API, with everything that its errors must say. */
export interface PortalCall<Answer> {
  readonly method: Method;
  /** Path below `api/2.0/` with names in braces: `files/rooms/{id}/share`. It is what logs and errors show. */
  readonly template: string;
  /** What stands for the names in the path: whole numbers and guids, nothing else. */
  readonly ids?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: Json;
  /** By what the call does, not by its method: a GET that creates something is a write. */
  readonly effect: 'read' | 'write';
  /** Completes the sentence "Could not …": `read room 77`. Free of personal data. */
  readonly intent: string;
  /** How the envelope's `response` must look, as far as it is used. It is undefined where the portal answered nothing. */
  readonly answer: z.ZodType<Answer>;
  /** The portal commits entry by entry: after a refusal some of them may stand. */
  readonly piecemeal?: boolean;
  /** What must be done even when the day's writes are used up: to shut what stands open. */
  readonly urgent?: boolean;
  /** What to do when the portal refuses with its own words; the default speaks of the account's rights. */
  readonly refusalHint?: string;
}

export interface PortalReply<Answer> {
  readonly answer: Answer;
  /** How many there are on all pages, where the portal says so. */
  readonly total: number | undefined;
}

/** Sends one call and reads its reply; throws an `AppError`. */
export type Send = <Answer>(call: PortalCall<Answer>) => Promise<PortalReply<Answer>>;

/** A call that is about to be sent. */
export interface SentCall {
  /** Tells this call from all others. */
  readonly id: string;
  readonly method: Method;
  readonly template: string;
  /** By what it does: whether it may change something. */
  readonly isWrite: boolean;
  /** The room that it is about, where its path names one. */
  readonly roomId?: number;
}

/** What is kept of a call: never the key, and a body only of one that failed, without secrets. */
export interface CallRecord extends SentCall {
  /** Undefined when no reply came. */
  readonly status: number | undefined;
  readonly ms: number;
  /** `none`: nothing changed; `done`: a write that the portal confirmed; `unknown`: a write that may or may not have happened. */
  readonly effect: 'none' | 'done' | 'unknown';
  readonly error?: Error;
  /** What was sent, of a call that failed. */
  readonly body?: Json;
}
