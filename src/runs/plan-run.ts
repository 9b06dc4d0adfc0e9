import type { PortalReader } from '../docspace/portal.ts';
import type { ObservedRoom } from '../plan/facts.ts';
import { planRoom } from '../plan/plan-room.ts';
import type { Plan } from '../plan/plan.ts';
import { observeRoom } from './observe-room.ts';
import type { Prepared } from './prepare.ts';
import type { RunOptions } from './records.ts';

/** The step of a run whose outcome holds its plan. */
export const planStep = 'plan';

interface Ending {
  readonly kind: 'end';
  readonly reason: string;
  readonly isGone?: boolean;
}

/** The plan from what is to what should be, with the room that it was made from; or why nothing may be done. */
export type Planned =
  | Ending
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly observed?: ObservedRoom;
      /** The kept room was deleted or archived by a person, and a new one is asked for. */
      readonly isGone?: boolean;
    };

const retired =
  'the room was deleted or archived in the portal and stays so; `concierge apply … --recreate` makes a new one';

/** Nothing is read for a new subject, and nothing is written here. A room that a person deleted or archived is left so. */
export async function planRun(
  { kept, desired, facts }: Extract<Prepared, { kind: 'apply' }>,
  { repair, recreate }: RunOptions,
  portal: PortalReader,
): Promise<Planned> {
  if (kept?.roomId === undefined) return { kind: 'plan', plan: planRoom(desired, facts, undefined) };
  if (kept.state === 'complete' && !repair && !recreate) return { kind: 'end', reason: 'the room was made before' };
  if (kept.state === 'retired' && !recreate) return { kind: 'end', reason: retired };
  const found = await observeRoom(kept.roomId, desired, portal);
  if (found.state === 'there')
    return { kind: 'plan', plan: planRoom(desired, facts, found.room), observed: found.room };
  if (recreate) return { kind: 'plan', plan: planRoom(desired, facts, undefined), isGone: true };
  return { kind: 'end', reason: `${retired}; it was ${found.state}`, isGone: true };
}
