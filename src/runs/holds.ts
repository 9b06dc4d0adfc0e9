import { AppError, reportError } from '../base/errors.ts';
import { type Frozen, frozenMessage } from './freeze.ts';
import { cancelledBy } from './run.ts';
import { currentStep } from './step-context.ts';

/** What may hold back the changes that a run makes. */
interface Held {
  /** Set while the switch is on. */
  readonly frozen?: Frozen;
  /** Who wants the run to end before its next change. */
  readonly cancelAskedBy?: string;
  /** Whether the room of the run is out of the Archive for a close-out: then it may be put back, whatever holds the run. */
  readonly isRoomOpen: boolean;
}

export interface HoldRecords {
  /** All that is to be known before a change of a run, in one round trip to the database: it is asked before each write to the portal. */
  read(runId: string): Promise<Held>;
}

/** Longer than a step waits by itself: the run gives its place up and waits. */
const retryAfterSeconds = 60;

/**
 * To be awaited before each change that a run makes. Refuses it while changes are frozen, and when somebody has cancelled the run, but for
 * one thing: a room that a close-out has taken out of the Archive may be put back, since leaving it open would be the greater change.
 * Errors, with the effect `none`: `unavailable` while frozen; `conflict` with `cancelledBy`.
 */
export async function refuseHeld(holds: HoldRecords): Promise<void> {
  const step = currentStep();
  if (!step) return;
  const { frozen, cancelAskedBy: who, isRoomOpen } = await holds.read(step.runId);
  if (isRoomOpen) return;
  if (frozen) {
    throw new AppError('unavailable', frozenMessage, {
      hint: `Turned on by ${frozen.by}; turn it off in the settings.`,
      details: { effect: 'none', retryAfterSeconds },
    });
  }
  if (who === undefined) return;
  throw new AppError('conflict', `The run was ${cancelledBy(who)}.`, { details: { effect: 'none', cancelledBy: who } });
}

/** Who cancelled the run, where that is why a change was refused; undefined for every other error. */
export function whoCancelled(error: unknown): string | undefined {
  const who = reportError(error).details?.['cancelledBy'];
  return typeof who === 'string' ? who : undefined;
}
