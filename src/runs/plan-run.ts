import type { PortalReader } from '../docspace/portal.ts';
import type { ObservedRoom } from '../plan/facts.ts';
import { planRoom } from '../plan/plan-room.ts';
import type { RoomPlan } from '../plan/plan.ts';
import { observeRoom } from './observe-room.ts';
import type { Prepared } from './prepare.ts';
import type { KeptRoom, RunOptions } from './records.ts';

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
      readonly plan: RoomPlan;
      readonly observed?: ObservedRoom;
      /** The kept room was deleted or archived by a person, and a new one is asked for. */
      readonly isGone?: boolean;
    };

const retired =
  'the room was deleted or archived in the portal and stays so; `concierge apply … --recreate` makes a new one';

/** Nothing is read for a new subject, and nothing is written here. A room that a person deleted or archived is left so. */
export async function planRun(
  { kept, desired, facts, time }: Extract<Prepared, { kind: 'apply' }>,
  { repair, recreate }: RunOptions,
  portal: PortalReader,
): Promise<Planned> {
  const question = { desired, facts, now: time };
  // A room that was intended before keeps the times of its intent.
  if (kept?.roomId === undefined) return { kind: 'plan', plan: planRoom({ ...question, ...(kept ? { kept } : {}) }) };
  const settled = recreate ? undefined : reasonToLeave(kept, repair);
  if (settled !== undefined) return { kind: 'end', reason: settled };
  const found = await observeRoom(kept.roomId, { desired, kept }, portal);
  if (found.state === 'there') {
    const { timesFrom, items } = kept;
    // What is added to a room that was complete counts from now, not from when the room was made.
    const since = { items, timesFrom: kept.state === 'making' ? timesFrom : time };
    return { kind: 'plan', plan: planRoom({ ...question, kept: since, observed: found.room }), observed: found.room };
  }
  if (recreate) return { kind: 'plan', plan: planRoom(question), isGone: true };
  return { kind: 'end', reason: `${retired}; it was ${found.state}`, isGone: true };
}

/** Why a kept room is not even looked at; undefined when it is. */
function reasonToLeave({ state }: KeptRoom, repair: boolean): string | undefined {
  if (state === 'retired') return retired;
  return state === 'complete' && !repair ? 'the room was made before' : undefined;
}
