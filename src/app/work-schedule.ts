import type { ScheduledWork } from '../reconcile/schedule.ts';
import { resumeWhenBack } from '../reconcile/resume-when-back.ts';
import { auditEnds } from '../runs/audit/audit-ends.ts';
import { expireDue } from '../runs/expire-due.ts';
import { resumeForgotten } from '../runs/resume-forgotten.ts';
import { resumeWaiting } from '../runs/resume-waiting.ts';
import type { Engine } from '../engine/engine.ts';
import { alertSchedule } from './alerts.ts';
import type { Core } from './open-core.ts';

const waitingEveryMs = 5_000;
const expiryEveryMs = 30_000;
const backEveryMs = 15_000;
const forgottenEveryMs = 60_000;

/** What every process that works does by the clock. Each of them is safe to be done by several at once. */
export function workSchedule(core: Core, engine: Engine): readonly ScheduledWork[] {
  const { runs, findings, log, portal, freeze, journal } = core;
  const askPortal = () => portal.self();
  /** While changes are frozen no waiting run is woken: it could only wait again. */
  const resumeUnlessFrozen = async (): Promise<number> => ((await freeze.read()) ? 0 : resumeWaiting(engine, runs));
  return [
    ...alertSchedule(core),
    { name: 'waiting runs', everyMs: waitingEveryMs, work: resumeUnlessFrozen },
    {
      name: 'forgotten runs',
      everyMs: forgottenEveryMs,
      work: () => resumeForgotten({ engine, runs: auditEnds(runs, journal) }),
    },
    { name: 'ended access', everyMs: expiryEveryMs, work: () => expireDue(engine, core) },
    {
      name: 'runs for a portal that is back',
      everyMs: backEveryMs,
      work: async () =>
        (await findings.claimDuty('portal back', backEveryMs / 1_000 - 1))
          ? resumeWhenBack({ runs, findings, askPortal, log })
          : 0,
    },
  ];
}
