import type { z } from 'zod';
import { makeKey } from './control/make-key.ts';
import { FaultRequest } from './control/faults.ts';
import type { CallRecord } from './control/call-log.ts';
import type { EventRecord } from './control/event-log.ts';
import { createSandbox, type SandboxOptions } from './create-sandbox.ts';
import { dumpState, type JsonValue, loadState } from './model/snapshot.ts';
import type { SeedChoice, SeedName } from './seed/create-seed.ts';
import type { PortalSeed } from './seed/portal-seed.ts';
import { parseSeed } from './seed/read-seed.ts';

export type { CallRecord, EventRecord, JsonValue, PortalSeed };

/** Which call goes wrong, and how; see docs/sandbox.md. */
export type Fault = z.input<typeof FaultRequest>;

/** Everything has a default: the demonstration's portal on a free port. */
export interface StartOptions extends Omit<SandboxOptions, 'seed'> {
  /** `demo` (the default), `empty`, or a portal of your own. */
  seed?: SeedName | PortalSeed;
}

/** A portal that runs in this process until it is closed. */
export interface RunningSandbox extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: the API is below `/api/2.0`, a page for people at `/`. */
  readonly url: string;
  /** An unrestricted key of the portal's owner; it works after a reset, too. */
  readonly apiKey: string;
  /** What the seed offers as environment variables: ids of its people, groups and files. */
  readonly env: Readonly<Record<string, string>>;
  /** Back to the seed: state, clock, latency, faults and logs as at the start. */
  reset(): void;
  /** Starts over with another seed. Throws for one that does not fit together, and changes nothing then. */
  seed(seed: SeedName | PortalSeed): void;
  /** The whole portal as JSON, for `restore`. */
  snapshot(): JsonValue;
  /** Goes on with a portal of an earlier `snapshot`; deliveries under way are forgotten. */
  restore(snapshot: unknown): void;
  /** A new API key of an account, by its id or e-mail; with scopes such as `rooms:read`, else unrestricted. */
  keyOf(person: string, permissions?: readonly string[]): string;
  readonly faults: {
    /** Makes a call go wrong. Answers the fault's number. */
    add(fault: Fault): number;
    /** In how many calls each fault took effect. */
    hits(): { id: number; hits: number }[];
    /** Forgets all and lets go what they hold. */
    clear(): void;
  };
  /** The portal's clock. It always runs on. */
  readonly clock: {
    now(): Date;
    moveTo(time: Date): void;
    advance(milliseconds: number): void;
  };
  /** How long each API call waits before it does anything. */
  setLatency(milliseconds: number): void;
  /** How old a room must be before a search by title (`filterValue`) finds it. */
  setSearchLag(milliseconds: number): void;
  /** The API calls so far, oldest first. */
  calls(): readonly CallRecord[];
  /** What happened in the portal so far, whether or not a webhook told it. */
  events(): readonly EventRecord[];
  /** Resolves when every webhook delivery, retries included, is over. */
  delivered(): Promise<void>;
  /** Ends all connections and deliveries. */
  close(): Promise<void>;
}

/**
 * Starts a portal on 127.0.0.1 in this process. Throws an error whose message is for a person when the port is taken or
 * when the key, the seed or the state file is none.
 */
export async function startSandbox({ seed = 'demo', ...options }: StartOptions = {}): Promise<RunningSandbox> {
  const sandbox = await createSandbox({ ...options, seed: choose(seed) });
  const { url, apiKey, world } = sandbox;
  const { portal, clock, faults, calls, events, webhooks } = world;
  return {
    url,
    apiKey,
    get env() {
      return world.env();
    },
    reset: () => world.reset(),
    seed: (next) => world.reset(choose(next)),
    snapshot: () => dumpState(portal.state),
    restore: (snapshot) => world.replaceState(loadState(snapshot)),
    keyOf: (person, permissions = []) => makeKey(world, { person, permissions }),
    faults: {
      add: (fault) => faults.add(FaultRequest.parse(fault)).id,
      hits: () => faults.list().map(({ id, hits }) => ({ id, hits })),
      clear: () => faults.clear(),
    },
    clock: {
      now: () => clock.now(),
      moveTo: (time) => clock.moveTo(time),
      advance: (milliseconds) => clock.advance(milliseconds),
    },
    setLatency: (milliseconds) => void (world.settings.latencyMs = milliseconds),
    setSearchLag: (milliseconds) => void (portal.search.lagMs = milliseconds),
    calls: () => calls.list(),
    events: () => events.list(),
    delivered: () => webhooks.idle(),
    close: () => sandbox.close(),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

function choose(seed: SeedName | PortalSeed): SeedChoice {
  return typeof seed === 'string' ? seed : parseSeed(seed);
}
