import type { RunDetail } from '../../src/runs/run.ts';

/** A finished run, with whatever a test wants different. */
export function makeRun(changes: Partial<RunDetail> & { readonly id: string }): RunDetail {
  return {
    blueprint: 'home-room',
    subject: 'Ada Lovelace',
    state: 'done',
    cause: { kind: 'delivery', eventId: 1, trigger: 'user.created' },
    createdAt: '2026-07-01T11:59:00.000Z',
    endedAt: '2026-07-01T11:59:01.200Z',
    documentHash: 'ab'.repeat(32),
    attempt: 1,
    shownAttempt: 1,
    conditions: [],
    actions: [],
    remarks: [],
    keptMails: [],
    ...changes,
  };
}
