import type { JsonObject } from '../base/json.ts';
import type { Secret } from '../base/secret.ts';

/** What was found out about the portal, kept for all processes of the installation. */
export interface FindingRecords {
  /** Keeps the newest value of a finding. */
  keep(name: string, value: JsonObject): Promise<void>;
  find(name: string): Promise<Finding | undefined>;
  forget(name: string): Promise<void>;
  /**
   * Whether it is due, and ours until it is due again: of many processes that ask, one is answered with true. One that dies while it does
   * the work leaves it undone until then.
   */
  claimDuty(name: string, everySeconds: number): Promise<boolean>;
}

export interface Finding {
  readonly value: JsonObject;
  readonly at: Date;
  readonly secondsAgo: number;
}

/** Secrets of webhooks that Concierge made itself. */
export interface WebhookSecretRecords {
  /** Those that are accepted now, the newest first. */
  list(): Promise<readonly Secret[]>;
  add(secret: Secret): Promise<void>;
  /** All but this one are accepted no longer, after so many seconds; all where none is named. */
  endOthers(secret: Secret | undefined, inSeconds: number): Promise<void>;
}

/** What polls have seen. */
export interface PolledRecords {
  /** Whether a round has ever seen all of this kind, be it nothing. */
  isBegun(kind: string): Promise<boolean>;
  /** Notes that this round has. */
  begin(kind: string, round: string): Promise<void>;
  /** What those of these ids looked like that were seen before. */
  signatures(kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  see(kind: string, round: string, seen: readonly Seen[]): Promise<void>;
  /** Forgets what this round did not see: should it come back, it is new. */
  forgetOthers(kind: string, round: string): Promise<void>;
  /** For which of these subjects a blueprint keeps a room, or kept one that a person took away. */
  keptFor(blueprint: string, subjects: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface Seen {
  readonly id: string;
  readonly signature: string;
}
