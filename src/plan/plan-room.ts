import { AppError } from '../base/errors.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import { cleanTitle, titleLimits } from '../docspace/vocabulary/clean-title.ts';
import type { RoomType } from '../docspace/vocabulary/words.ts';
import type { Facts, KeptFacts, ObservedRoom } from './facts.ts';
import { planAccess } from './plan-access.ts';
import { planContents } from './plan-contents.ts';
import { planLinks } from './plan-links.ts';
import { planRemovals } from './plan-removals.ts';
import type { Action, RoomPlan } from './plan.ts';

const createRoomId = 'room';

export interface PlanQuestion {
  readonly desired: DesiredRoom;
  readonly facts: Facts;
  /** The room as it was found; missing for a new subject. */
  readonly observed?: ObservedRoom;
  /** What our own records say of the room. */
  readonly kept?: KeptFacts;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/**
 * What leads from the room as it was found (nothing for a new subject) to the room as it should be. Pure: the same arguments make the
 * same plan. Only what the blueprint names, or a run of it added before, is ever touched.
 * Errors: `invalid-blueprint` for what is only known now: two entries of one title, a level that an account may not have, the type of
 * a template.
 */
export function planRoom(question: PlanQuestion): RoomPlan {
  const { desired, facts, observed, kept, now } = question;
  const title = cleanTitle(desired.title, titleLimits.room);
  const roomType = observed?.type ?? typeOf(desired, facts);
  const after = observed ? [] : [createRoomId];
  const looksFirst = !observed && desired.templateId !== undefined;
  const contents = planContents(desired.contents, { path: '', found: observed, after, looksFirst }, facts);
  const times = { now, kept };
  const access = planAccess(desired.access, {
    ...{ roomType, observed, facts, after, ...times },
    contents: contents.actions.map((action) => action.id),
  });
  const links = planLinks(desired.links, { roomType, observed, after, ...times });
  const named = { members: access.named, entries: new Set(contents.named) };
  const removals = observed && kept ? planRemovals({ desired, observed, kept, named }) : { actions: [], notes: [] };
  return {
    room: observed ? { id: observed.id, title: observed.title, roomType } : { title, roomType },
    actions: [
      ...(observed ? changeRoom(desired, observed) : [createRoom(desired, { title, roomType }, facts)]),
      ...access.actions,
      ...links.actions,
      ...contents.actions,
      ...removals.actions,
    ],
    notes: [
      ...(observed ? whatStays(desired, observed) : []),
      ...access.notes,
      ...links.notes,
      ...contents.notes,
      ...removals.notes,
      ...desired.leftOut,
    ],
  };
}

/** The type of a new room: the template's own, where it is made from one. */
function typeOf({ type, templateId }: DesiredRoom, { template }: Facts): RoomType {
  if (templateId === undefined) {
    if (type !== undefined) return type;
    throw new AppError('invalid-blueprint', 'The room has neither a type nor a template.', { hint: 'Add `type`.' });
  }
  if (template === undefined) throw new AppError('defect', `Room template ${templateId} was not looked up.`);
  if (type === undefined || type === template.type) return template.type;
  throw new AppError(
    'invalid-blueprint',
    `The template "${template.title}" makes ${template.type} rooms, not ${type}.`,
    {
      hint: 'Leave `type` out, or name another template.',
    },
  );
}

function createRoom(
  { tags, quotaBytes, denyDownload, templateId }: DesiredRoom,
  room: { readonly title: string; readonly roomType: RoomType },
  { template }: Facts,
): Action {
  const settings = {
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
  };
  const common = { id: createRoomId, after: [], ...room, tags, ...settings };
  if (templateId === undefined) return { kind: 'create-room', ...common };
  return { kind: 'create-room-from-template', templateId, templateTitle: template?.title ?? '', ...common };
}

/** What a room keeps, once it is there: its title belongs to the people in it, and no portal changes a type. */
function whatStays({ title, type }: DesiredRoom, observed: ObservedRoom): readonly string[] {
  const named = cleanTitle(title, titleLimits.room);
  const isOther = type !== undefined && type !== observed.type;
  return [
    ...(named === observed.title ? [] : [`it keeps its title, though a new room would be "${named}"`]),
    ...(isOther ? [`it stays ${observed.type ?? 'of its type'}, though a new room would be ${type}`] : []),
  ];
}

function changeRoom({ tags, quotaBytes, denyDownload }: DesiredRoom, observed: ObservedRoom): readonly Action[] {
  const missing = tags.filter((tag) => !observed.tags.includes(tag));
  const change = {
    ...(quotaBytes === undefined || quotaBytes === observed.quotaBytes ? {} : { quotaBytes }),
    ...(denyDownload === undefined || denyDownload === observed.denyDownload ? {} : { denyDownload }),
  };
  const isChanged = Object.keys(change).length > 0;
  return [
    ...(isChanged ? [{ kind: 'update-room', id: 'room settings', after: [], ...change } as const] : []),
    ...(missing.length > 0 ? [{ kind: 'add-tags', id: 'tags', after: [], tags: missing } as const] : []),
  ];
}

/**
 * The plan's actions in waves: each wave needs only what earlier ones did, and is started at once in the plan's order. A fixed order is
 * what makes a run replayable.
 */
export function wavesOf(plan: RoomPlan): readonly (readonly Action[])[] {
  const waves: Action[][] = [];
  const waveOf = new Map<string, number>();
  for (const action of plan.actions) waveOf.set(action.id, waveOfAction(action, { plan, waveOf }));
  for (const action of plan.actions) (waves[waveOf.get(action.id) ?? 0] ??= []).push(action);
  return waves;
}

/** Actions may stand before what they wait for: an invitation waits for contents that stand after it. */
function waveOfAction(
  action: Action,
  { plan, waveOf }: { readonly plan: RoomPlan; readonly waveOf: Map<string, number> },
): number {
  const known = waveOf.get(action.id);
  if (known !== undefined) return known;
  const before = action.after.map((id) => {
    const needed = plan.actions.find((one) => one.id === id);
    return needed ? waveOfAction(needed, { plan, waveOf }) : -1;
  });
  const wave = Math.max(-1, ...before) + 1;
  waveOf.set(action.id, wave);
  return wave;
}
