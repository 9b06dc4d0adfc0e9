import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/engine.ts';
import type { AcceptedDelivery, DeliveryRecords, RunRecords } from './records.ts';
import { runIdOf, startRun } from './start-run.ts';
import { personSubject } from './subject.ts';

/** A blueprint that events start, as far as starting needs it. */
export interface TriggeredBlueprint {
  readonly name: string;
  readonly hash: string;
  readonly triggers: readonly string[];
}

/** Deliveries that are turned into runs at once; the rest waits in the database. */
const atOnce = 1;

/** How long a delivery may lie before somebody else turns it into runs. */
const leftAfterSeconds = 10;

interface DispatchParts {
  readonly deliveries: DeliveryRecords;
  readonly runs: RunRecords;
  readonly engine: Engine;
  readonly log: Log;
  /** The blueprints as they stand now. */
  blueprints(): readonly TriggeredBlueprint[];
}

export interface Dispatch {
  /** Whether any blueprint is for this trigger: others are acknowledged and forgotten. */
  isOfInterest(trigger: string): boolean;
  /** Stores a delivery durably; its runs are queued soon after. The same delivery again does nothing. */
  accept(delivery: AcceptedDelivery): Promise<void>;
  /** Turns deliveries into runs that were stored and left, by this process or another. Answers how many. */
  readonly sweepUp: () => Promise<number>;
  /** Waits for what is being queued just now. */
  settle(): Promise<void>;
}

/** Deliveries become runs: stored first, acknowledged, then queued. A crash in between is made up for by `sweepUp`. */
export function createDispatch(parts: DispatchParts): Dispatch {
  const { deliveries, log } = parts;
  const waiting: (AcceptedDelivery & { readonly id: string })[] = [];
  const working = new Set<Promise<void>>();

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await dispatch(next, parts).catch((error: unknown) => log.warn('delivery left for later', { error }));
    }
  }

  function pump(): void {
    if (working.size >= atOnce) return;
    const worker = work().finally(() => working.delete(worker));
    working.add(worker);
  }

  return {
    isOfInterest: (trigger) => parts.blueprints().some((blueprint) => blueprint.triggers.includes(trigger)),
    async accept(delivery) {
      const id = await deliveries.insert(delivery);
      if (id === undefined) return;
      waiting.push({ ...delivery, id });
      pump();
    },
    async sweepUp() {
      const left = await deliveries.listLeft(leftAfterSeconds, 200);
      for (const delivery of left) await dispatch(delivery, parts);
      return left.length;
    },
    async settle() {
      await Promise.all(working);
    },
  };
}

async function dispatch(delivery: AcceptedDelivery & { readonly id: string }, parts: DispatchParts): Promise<void> {
  const { trigger, entityId, eventId, eventCreatedAt } = delivery;
  const subject = personSubject(entityId);
  const runIds: string[] = [];
  for (const blueprint of parts.blueprints().filter((one) => one.triggers.includes(trigger))) {
    const runId = runIdOf(blueprint.name, subject, `delivery ${eventId} ${trigger} ${eventCreatedAt}`);
    await startRun(
      {
        runId,
        attempt: 1,
        blueprint: blueprint.name,
        documentHash: blueprint.hash,
        subject,
        cause: { kind: 'delivery', eventId, trigger },
        options: { repair: false, recreate: false },
      },
      parts.engine,
      parts.runs,
    );
    runIds.push(runId);
  }
  await parts.deliveries.markDispatched(delivery.id, runIds);
}
