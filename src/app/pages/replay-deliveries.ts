import { AppError } from '../../base/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DeliveryView, PageParts } from '../../http/page-parts.ts';
import type { TriggeredBlueprint } from '../../runs/start-triggered.ts';
import { describeRun } from '../../runs/describe-run.ts';
import type { RunSummary } from '../../runs/run.ts';
import { runIdOf } from '../../runs/start-run.ts';
import { personSubject, roomSubject } from '../../runs/subject.ts';
import { summaryOf } from '../../runs/summary-of.ts';
import type { DeliveryViews, StoredDelivery } from '../../store/delivery-views.ts';
import type { Core } from '../open-core.ts';
import { queueRun } from '../queue-run.ts';

interface Parts {
  readonly core: Core;
  readonly engine: Engine;
  readonly views: DeliveryViews;
  readonly triggered: () => readonly TriggeredBlueprint[];
}

/** Deliveries with what they started, and started once more. */
export function createDeliveryParts({ core, engine, views, triggered }: Parts): PageParts['deliveries'] {
  type Started = DeliveryView['runs'][number];

  async function viewRun(runId: string): Promise<Started[]> {
    const run = await core.runs.find(runId);
    if (!run) return [];
    // Only of a run that did nothing is it asked why: the journal is read for it.
    const told = run.state === 'skipped' ? await describeRun(runId, { ...core, engine }) : undefined;
    return [{ ...summaryOf(run), conditions: told?.conditions ?? [] }];
  }

  async function view({ runIds, ...delivery }: StoredDelivery): Promise<DeliveryView> {
    const { id, eventId, trigger, entityId, receivedAt, state } = delivery;
    const runs = await Promise.all(runIds.map(viewRun));
    return { id, eventId, trigger, entityId, receivedAt, state, runs: runs.flat() };
  }

  return {
    async list({ limit, before }) {
      const found = await views.list({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
      const deliveries = await Promise.all(found.slice(0, limit).map(view));
      const last = deliveries.at(-1);
      return found.length > limit && last ? { deliveries, next: last.id } : { deliveries };
    },
    async replay(id, { who, requestId, may }) {
      const delivery = await views.find(id);
      if (!delivery) throw new AppError('not-found', `There is no delivery ${id}.`);
      const { trigger, entityId } = delivery;
      const blueprints = triggered().filter((one) => one.triggers.includes(trigger));
      if (blueprints.length === 0) {
        throw new AppError('conflict', `No blueprint is started by ${trigger} any more.`, {
          hint: `Put a blueprint with on: { event: ${trigger} } into the folder of blueprints.`,
        });
      }
      for (const { name } of blueprints) may(name);
      const subject = trigger.startsWith('room.') ? roomSubject(entityId) : personSubject(entityId);
      const runs: RunSummary[] = [];
      for (const { name, hash } of blueprints) {
        const runId = runIdOf(name, subject, `replay ${id} ${requestId}`);
        const cause = { kind: 'http', name: who } as const;
        const options = { repair: true, recreate: false };
        const input = { runId, attempt: 1, blueprint: name, documentHash: hash, subject, cause, options };
        runs.push(await queueRun(input, core, engine));
      }
      await views.addRuns(
        id,
        runs.map((run) => run.id),
      );
      return runs;
    },
  };
}
