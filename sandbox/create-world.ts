import type { Hono } from 'hono';
import type { ApiRoute } from './api/api-types.ts';
import { createApi } from './api/create-api.ts';
import { routes as portalRoutes } from './api/routes.ts';
import { webhookRoutes } from './api/webhooks.ts';
import { type CallLog, createCallLog } from './control/call-log.ts';
import { createEventLog, type EventLog } from './control/event-log.ts';
import { createFaults, type Faults } from './control/faults.ts';
import { cloudRules, createRateLimiter, type RateLimiter } from './control/rate-limiter.ts';
import { createSandboxClock, type SandboxClock } from './control/sandbox-clock.ts';
import type { Account } from './model/records.ts';
import { portalOwnerId } from './model/sections.ts';
import type { State } from './model/state.ts';
import { createPortal, type Portal, type PortalEvent, smoothTemplates } from './portal.ts';
import { createSeed, grantOwnerKey, seedEnv, type SeedChoice } from './seed/create-seed.ts';
import { createWebhooks, type WebhookOptions, type Webhooks } from './webhooks/create-webhooks.ts';

/** What a sandbox without its HTTP server is made from. */
export interface WorldOptions extends Omit<WebhookOptions, 'portal' | 'changed' | 'pause'> {
  apiKey: string;
  seed: SeedChoice;
  /** A state to start with in place of the seed's. */
  state?: State;
  latencyMs?: number;
  /** How long archiving, copying and moving take in the portal. */
  operationMs?: number;
  /** Limits how fast the API may be asked, as the vendor's cloud does. */
  enforceLimits?: boolean;
  /** Told after each call that may have changed the state, before its answer is sent. May throw: then the call fails. */
  changed: () => void;
  /** Told of a change that nobody waits for. */
  changedMeanwhile: () => void;
}

/** A portal with everything around it: its API, its webhooks, and the hands of a test or a person on it. */
export interface World {
  readonly portal: Portal;
  readonly api: Hono;
  readonly routes: readonly ApiRoute[];
  readonly webhooks: Webhooks;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly limits: RateLimiter;
  readonly events: EventLog;
  /** An unrestricted key of the portal's owner; it works after every reset too. */
  readonly apiKey: string;
  /** What may be changed while it runs. */
  readonly settings: { seed: SeedChoice; latencyMs: number };
  /** To be called after a change of the state. */
  changed: () => void;
  owner(): Account | undefined;
  /** What the shipped blueprints read from the environment. */
  env(): Record<string, string>;
  /** Starts over: state, clock, latency, faults and logs as at the beginning, with this seed or the last one. */
  reset(seed?: SeedChoice): void;
  /** Goes on with another state; deliveries under way are forgotten. */
  replaceState(state: State): void;
}

/** A world at its beginning. Nothing in it waits for anything until it is called. */
export function createWorld(options: WorldOptions): World {
  const { apiKey, changed, operationMs = 0, latencyMs = 0 } = options;
  const clock = createSandboxClock();
  const events = createEventLog();
  const faults = createFaults();
  const calls = createCallLog();
  const limits = createRateLimiter(clock, { ...cloudRules, enforce: options.enforceLimits ?? false });
  const state = options.state ?? createSeed(options.seed, { apiKey, clock });
  const portal = createPortal({ state, clock, publish, operationMs });
  grantOwnerKey(portal, apiKey);
  const webhooks = createWebhooks({ ...options, changed: options.changedMeanwhile, pause: clock.pause, portal });
  const routes = [...webhookRoutes(webhooks), ...portalRoutes];
  const settings = { seed: options.seed, latencyMs };

  function publish(event: PortalEvent): void {
    events.add(event, portal.timestamp());
    webhooks.publish(event);
  }

  function replaceState(next: State): void {
    webhooks.forget();
    portal.state = next;
    grantOwnerKey(portal, apiKey);
    changed();
  }

  return {
    portal,
    api: createApi(portal, routes),
    routes,
    webhooks,
    clock,
    faults,
    calls,
    limits,
    events,
    apiKey,
    settings,
    changed,
    replaceState,
    owner: () => portal.state.accounts.get(portalOwnerId(portal.state)),
    env: () => seedEnv(settings.seed),
    reset(seed = settings.seed) {
      clock.reset();
      // First of all: a seed that does not fit together changes nothing.
      const next = createSeed(seed, { apiKey, clock });
      Object.assign(settings, { seed, latencyMs });
      limits.reset();
      smoothen(portal);
      replaceState(next);
      for (const log of [faults, calls, events]) log.clear();
    },
  };
}

function smoothen({ templateConditions, search }: Portal): void {
  Object.assign(templateConditions, smoothTemplates);
  search.lagMs = 0;
}
