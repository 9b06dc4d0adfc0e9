import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createStandingGauges } from './standing-gauges.ts';
import type { Standing } from './standing.ts';
import type { WatchedCall, WatchedDelivery } from './telemetry.ts';

/** What a scraper is answered. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export interface Metrics {
  attemptEnded(blueprint: string, state: string, seconds: number): void;
  actionEnded(kind: string, outcome: 'done' | 'failed', seconds: number): void;
  callEnded(call: WatchedCall): void;
  deliveryCame(delivery: WatchedDelivery): void;
  roomShut(openSeconds: number): void;
  /** Everything in the text format of Prometheus. With a database that is away, what this process knows by itself. */
  expose(): Promise<Exposition>;
}

interface MetricsOptions {
  readonly version: string;
  readonly readStanding: () => Promise<Standing>;
}

/** Blueprints that have their own label value: whoever generates documents must not fill the scraper's memory. */
const mostBlueprints = 100;

const fast = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const slow = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/**
 * What Prometheus asks for. Labels come from closed lists: states, kinds, the paths of the portal's API without ids, and the first hundred
 * blueprints; never a name, id or address of a person or room.
 */
export function createMetrics({ version, readStanding }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const named = createNames(mostBlueprints);
  const {
    attempts,
    attemptSeconds,
    actions,
    actionSeconds,
    calls,
    callSeconds,
    errors,
    deliveries,
    deliveryAge,
    roomOpen,
  } = createInstruments(registers);
  new Gauge({ name: 'concierge_build_info', help: 'Version that runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const standing = createStandingGauges(registers, named);
  collectDefaultMetrics({ register: registry });

  return {
    attemptEnded(blueprint, state, seconds) {
      attempts.inc({ blueprint: named(blueprint), state });
      attemptSeconds.observe({ blueprint: named(blueprint) }, seconds);
    },
    actionEnded(kind, outcome, seconds) {
      actions.inc({ kind, outcome });
      actionSeconds.observe({ kind }, seconds);
    },
    callEnded({ method, template, isWrite, status, ms, errorKind }) {
      calls.inc({ method, route: template, status: status === undefined ? 'none' : String(status) });
      callSeconds.observe({ effect: isWrite ? 'write' : 'read' }, ms / 1_000);
      if (errorKind !== undefined) errors.inc({ kind: errorKind });
    },
    deliveryCame({ trigger, taken, ageSeconds }) {
      deliveries.inc({ trigger, taken });
      if (ageSeconds !== undefined) deliveryAge.observe(Math.max(0, ageSeconds));
    },
    roomShut: (openSeconds) => roomOpen.observe(openSeconds),
    async expose() {
      standing.set(await readStanding().catch(() => undefined));
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Gives names as they come, up to a number of them; all others are one. */
function createNames(most: number): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.size < most) known.add(name);
    return known.has(name) ? name : 'other';
  };
}

/** What this process counts. */
function createInstruments(registers: Registry[]) {
  const { counter, histogram } = createMakers(registers);
  return {
    attempts: counter('run_attempts_total', 'Attempts of runs that this process has ended, by how.', [
      'blueprint',
      'state',
    ]),
    attemptSeconds: histogram({
      ...{ name: 'run_attempt_duration_seconds', help: 'How long an attempt of a run took.' },
      ...{ labelNames: ['blueprint'], buckets: slow },
    }),
    actions: counter('actions_total', 'Actions carried out, by kind and outcome.', ['kind', 'outcome']),
    actionSeconds: histogram({
      ...{ name: 'action_duration_seconds', help: 'How long an action took, with its calls.' },
      ...{ labelNames: ['kind'], buckets: fast },
    }),
    calls: counter('portal_calls_total', "Calls to the portal, by the operation's path without ids.", [
      'method',
      'route',
      'status',
    ]),
    callSeconds: histogram({
      ...{ name: 'portal_call_duration_seconds', help: 'How long the portal took to answer.' },
      ...{ labelNames: ['effect'], buckets: fast },
    }),
    errors: counter('portal_errors_total', 'Calls to the portal that failed, by kind.', ['kind']),
    deliveries: counter('deliveries_total', 'Deliveries of the webhook, by trigger and what became of them.', [
      'trigger',
      'taken',
    ]),
    deliveryAge: histogram({
      ...{ name: 'delivery_age_seconds', help: 'Time between an event in the portal and its delivery here.' },
      ...{ labelNames: [], buckets: slow },
    }),
    roomOpen: histogram({
      ...{ name: 'close_out_room_open_seconds', help: 'How long a close-out had an archived room open.' },
      ...{ labelNames: [], buckets: slow },
    }),
  };
}

/** What makes instruments with the project's prefix. */
function createMakers(registers: Registry[]) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `concierge_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = <Label extends string>(form: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly Label[];
    readonly buckets: readonly number[];
  }) =>
    new Histogram({
      ...form,
      name: `concierge_${form.name}`,
      labelNames: [...form.labelNames],
      buckets: [...form.buckets],
      registers,
    });

  return { counter, histogram };
}
