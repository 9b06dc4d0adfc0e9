import type { DesiredRoom } from '../blueprint/desired-room.ts';
import { cleanTitle, titleLimits } from '../docspace/vocabulary/clean-title.ts';
import type { Facts, ObservedRoom } from './facts.ts';
import { planAccess } from './plan-access.ts';
import { planContents } from './plan-contents.ts';
import type { Action, Plan } from './plan.ts';

const createRoomId = 'room';

/**
 * What leads from the room as it was found (nothing for a new subject) to the room as it should be. Pure: the same arguments make the
 * same plan. Only what the blueprint names is ever touched.
 * Errors: `invalid-blueprint` for what is only known now: two entries of one title, a level that an account may not have.
 */
export function planRoom(desired: DesiredRoom, facts: Facts, observed: ObservedRoom | undefined): Plan {
  const title = cleanTitle(desired.title, titleLimits.room);
  const after = observed ? [] : [createRoomId];
  const contents = planContents(desired.contents, { path: '', found: observed, after }, facts);
  const access = planAccess(desired.access, { roomType: observed?.type ?? desired.type, observed, facts, after });
  const room: readonly Action[] = observed
    ? planTags(desired.tags, observed)
    : [{ kind: 'create-room', id: createRoomId, after: [], title, roomType: desired.type, tags: desired.tags }];
  return {
    room: {
      ...(observed ? { id: observed.id } : {}),
      title: observed?.title ?? title,
      roomType: observed?.type ?? desired.type,
    },
    actions: [...room, ...access.actions, ...contents.actions],
    notes: [...access.notes, ...contents.notes, ...desired.leftOut],
  };
}

function planTags(tags: readonly string[], observed: ObservedRoom): readonly Action[] {
  const missing = tags.filter((tag) => !observed.tags.includes(tag));
  return missing.length > 0 ? [{ kind: 'add-tags', id: 'tags', after: [], tags: missing }] : [];
}

/**
 * The plan's actions in waves: each wave needs only what earlier ones did, and is started at once in the plan's order. A fixed order is
 * what makes a run replayable.
 */
export function wavesOf(plan: Plan): readonly (readonly Action[])[] {
  const waves: Action[][] = [];
  const waveOf = new Map<string, number>();
  for (const action of plan.actions) {
    const wave = Math.max(-1, ...action.after.map((id) => waveOf.get(id) ?? -1)) + 1;
    waveOf.set(action.id, wave);
    (waves[wave] ??= []).push(action);
  }
  return waves;
}
