import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/engine.ts';
import type { AcceptedDelivery, DeliveryRecords, RunRecords } from './records.ts';
import { startTriggered, type TriggeredBlueprint } from './start-triggered.ts';

/** How long queuing a run gives way to acknowledgements that are under way: it costs several times what one of them does. */
const giveWayMs = 50;

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
  /** Stores a delivery durably; its runs are queued soon after. The same delivery again does nothing. Answers whether it is new. */
  accept(delivery: AcceptedDelivery): Promise<boolean>;
  /** Turns deliveries into runs that were stored and left, by this process or another. Answers how many. */
  readonly sweepUp: () => Promise<number>;
  /** Waits until everything that this process accepted is queued. */
  settle(): Promise<void>;
  /** Waits for the one that is being queued just now; the others lie in the database until somebody sweeps them up. */
  stop(): Promise<void>;
}

/** Deliveries become runs: stored first, acknowledged, then queued. A crash in between is made up for by `sweepUp`. */
export function createDispatch(parts: DispatchParts): Dispatch {
  const { deliveries } = parts;
  /** What this process is about to turn into runs, in the order of arrival; the database has it too. */
  const waiting = new Map<string, AcceptedDelivery>();
  let accepting = 0;
  let working: Promise<void> | undefined;

  /** One after another, behind the acknowledgements of a burst. */
  async function work(): Promise<void> {
    for (const [id, delivery] of waiting) {
      for (let waitedMs = 0; accepting > 0 && waitedMs < giveWayMs; waitedMs += 5) await sleep(5);
      await dispatchOrLeave({ ...delivery, id }, parts);
      waiting.delete(id);
    }
    working = undefined;
  }

  return {
    isOfInterest: (trigger) => parts.blueprints().some((blueprint) => blueprint.triggers.includes(trigger)),
    async accept(delivery) {
      accepting += 1;
      const id = await deliveries.insert(delivery).finally(() => (accepting -= 1));
      if (id === undefined) return false;
      waiting.set(id, delivery);
      working ??= work();
      return true;
    },
    async sweepUp() {
      const left = (await deliveries.listLeft(leftAfterSeconds, 200)).filter(({ id }) => !waiting.has(id));
      for (const delivery of left) await dispatchOrLeave(delivery, parts);
      return left.length;
    },
    async settle() {
      await working;
    },
    async stop() {
      waiting.clear();
      await working;
    },
  };
}

/** One that cannot be turned into runs now stays in the database, and those behind it have their turn. */
async function dispatchOrLeave(
  delivery: AcceptedDelivery & { readonly id: string },
  parts: DispatchParts,
): Promise<void> {
  await dispatch(delivery, parts).catch((error: unknown) => parts.log.warn('delivery left for later', { error }));
}

async function dispatch(delivery: AcceptedDelivery & { readonly id: string }, parts: DispatchParts): Promise<void> {
  const { trigger, entityId, eventId, eventCreatedAt } = delivery;
  const mark = `delivery ${eventId} ${trigger} ${eventCreatedAt}`;
  const cause = { kind: 'delivery', eventId, trigger } as const;
  const runIds = await startTriggered({ trigger, entityId, mark, cause }, parts.blueprints(), parts);
  await parts.deliveries.markDispatched(delivery.id, runIds);
}
