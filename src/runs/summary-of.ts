import type { RunSummary } from './run.ts';

/** A run as lists show it, without what else is stored of it. */
export function summaryOf({ id, blueprint, subject, state, cause, createdAt, ...rest }: RunSummary): RunSummary {
  const { subjectName, reason, room, endedAt } = rest;
  return {
    ...{ id, blueprint, subject, state, cause, createdAt },
    ...(subjectName === undefined ? {} : { subjectName }),
    ...(reason === undefined ? {} : { reason }),
    ...(room === undefined ? {} : { room }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}
