import { AppError } from '../base/errors.ts';
import { currentStep } from './step-context.ts';
import type { CloseOutRecords } from './records.ts';

/** Who froze the portal, and since when (ISO 8601 in UTC). */
export interface Frozen {
  readonly by: string;
  readonly since: string;
}

/** While it is on, no run changes anything in the portal: runs wait. It holds for all processes of the installation. */
export interface Freeze {
  /** Undefined while it is off. */
  read(): Promise<Frozen | undefined>;
  /** Does nothing when it is on. */
  turnOn(by: string): Promise<void>;
  turnOff(): Promise<void>;
}

/** What a run says that waits for the switch; by it such runs are found again. */
export const frozenMessage =
  'Changes are frozen: nothing is changed in the portal until somebody turns the switch off.';

/** Longer than a step waits by itself: the run gives its place up and waits. */
const retryAfterSeconds = 60;

/**
 * To be awaited before each write to the portal. Refuses the writes of runs while the switch is on, but for one thing: a room that a
 * close-out has taken out of the Archive may be put back, since leaving it open would be the greater change.
 * Errors: `unavailable`, with the effect `none`.
 */
export async function refuseFrozen(freeze: Freeze, closeOuts: Pick<CloseOutRecords, 'isOpen'>): Promise<void> {
  const step = currentStep();
  if (!step) return;
  const frozen = await freeze.read();
  if (!frozen || (await closeOuts.isOpen(step.runId))) return;
  throw new AppError('unavailable', frozenMessage, {
    hint: `Turned on by ${frozen.by}; turn it off in the settings.`,
    details: { effect: 'none', retryAfterSeconds },
  });
}
