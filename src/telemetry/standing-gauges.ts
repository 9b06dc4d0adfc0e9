import { Gauge, type Registry } from 'prom-client';
import type { Standing } from './standing.ts';

/** The gauges of what the database knows. Every process tells the same, so that one that is down takes nothing away. */
export function createStandingGauges(
  registers: Registry[],
  named: (blueprint: string) => string,
): { set(standing: Standing | undefined): void } {
  const { up, runs, budgetUsed, budgetLimit, budgetLeft, plain } = createGauges(registers);
  const labelled = [runs, budgetUsed, budgetLimit, budgetLeft];

  return {
    set(standing) {
      up.set(standing ? 1 : 0);
      for (const one of labelled) one.reset();
      if (!standing) {
        for (const one of Object.values(plain)) one.remove();
        return;
      }
      for (const { blueprint, state, count } of standing.runs) runs.inc({ blueprint: named(blueprint), state }, count);
      for (const { window, used, limit } of standing.budget) {
        budgetUsed.set({ window }, used);
        if (limit === undefined) continue;
        budgetLimit.set({ window }, limit);
        budgetLeft.set({ window }, Math.max(0, limit - used));
      }
      plain.oldestQueuedSeconds.set(standing.oldestQueuedSeconds);
      plain.oldestDeliverySeconds.set(standing.oldestDeliverySeconds);
      plain.openRooms.set(standing.openRooms);
      plain.longestOpenSeconds.set(standing.longestOpenSeconds);
      plain.processes.set(standing.processes);
      plain.unsentAlerts.set(standing.unsentAlerts);
    },
  };
}

function createGauges(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Gauge({ name: `concierge_${name}`, help, labelNames: [...labelNames], registers });
  const up = gauge('database_up', '1 while the database answers; without it what it knows is left out.');
  const runs = gauge('runs', 'Runs that are kept, by blueprint and state.', 'blueprint', 'state');
  const budgetUsed = gauge(
    'portal_budget_used',
    'Calls of the minute, and writes of the day, that are taken.',
    'window',
  );
  const budgetLimit = gauge(
    'portal_budget_limit',
    'How many of them the portal admits; absent without a limit.',
    'window',
  );
  const budgetLeft = gauge('portal_budget_left', 'How many of them are left; absent without a limit.', 'window');
  const plain = {
    oldestQueuedSeconds: gauge('queue_oldest_seconds', 'Age of the run that has been queued longest; 0 for none.'),
    oldestDeliverySeconds: gauge(
      'delivery_oldest_seconds',
      'Age of the delivery that has waited longest to become runs; 0 for none.',
    ),
    openRooms: gauge('close_out_rooms_open', 'Archived rooms that stand open for a close-out now.'),
    longestOpenSeconds: gauge('close_out_rooms_open_longest_seconds', 'For how long the first of them has been open.'),
    processes: gauge('processes', 'Processes that work on runs.'),
    unsentAlerts: gauge('alerts_unsent', 'Alerts that are still to be sent.'),
  } as const;
  return { up, runs, budgetUsed, budgetLimit, budgetLeft, plain };
}
