import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../base/errors.ts';
import type { Room } from '../docspace/room.ts';
import { cleanTitle, titleLimits } from '../docspace/vocabulary/clean-title.ts';
import type { CreateRoom } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult, RoomIntent } from './action-kind.ts';

/** The portal's clock may be behind by its own rounding; two minutes are more than that and less than a lifetime. */
const clockSlackMs = 120_000;

/**
 * Creating a room is the one call whose repetition nobody would notice: titles need not be unique. So the intent is recorded first, and
 * after any doubt the room is looked for by what only it can be.
 */
export const createRoom: ActionKind<CreateRoom> = {
  kind: 'create-room',
  describe: ({ title, roomType }) => `create ${roomType} room "${title}"`,

  async run(action, context) {
    const { portal, claims } = context;
    const intent = await claims.intend(action.title, await portalTimeBefore(context));
    if (intent.roomId !== undefined) return describeRoom(await portal.room(intent.roomId));
    if (intent.isNew) return describeRoom(await createFirst(action, context));
    const room = (await lookFor(action, intent, context)) ?? (await create(action, context));
    return { ...describeRoom(room), twinsSince: intent.since };
  },

  // `run` looks by itself: only its record of the intent says what to look for.
  find: () => Promise.resolve(undefined),
};

/** The portal's own time, with room for its rounding: nothing that is made from now on is older. */
export async function portalTimeBefore({ portal }: Pick<ActionContext, 'portal'>): Promise<Date> {
  if (portal.portalTime() === undefined) await portal.self();
  return new Date((portal.portalTime() ?? new Date()).getTime() - clockSlackMs);
}

/** The first call for an intent: when it certainly made nothing, nothing was. After a lost call that is not known of the earlier one. */
async function createFirst(action: CreateRoom, context: ActionContext): Promise<Room> {
  try {
    return await create(action, context);
  } catch (error) {
    if (error instanceof AppError && error.details['effect'] === 'none') await context.claims.withdraw();
    throw error;
  }
}

async function create(action: CreateRoom, { portal, claims }: ActionContext): Promise<Room> {
  const { title, roomType: type, tags, quotaBytes, denyDownload } = action;
  const settings = {
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
  };
  const room = await portal.createRoom({ title, type, tags, ...settings });
  if (room.type !== action.roomType || cleanTitle(room.title, titleLimits.room) !== action.title) {
    throw new AppError(
      'rejected',
      `The portal made room ${room.id} "${room.title}" (${room.type ?? 'unknown type'}) instead of "${action.title}" (${action.roomType}).`,
      {
        hint: 'Look at the room in the portal; delete it and retry the run.',
      },
    );
  }
  return claimed(room, claims);
}

async function claimed(room: Room, claims: ActionContext['claims']): Promise<Room> {
  if (await claims.claim(room)) return room;
  throw new AppError('unavailable', `Room ${room.id} was taken by another run that was in doubt about its own.`, {
    hint: 'The run tries again by itself.',
    details: { effect: 'unknown' },
  });
}

/** Looks at once and, while the doubtful call may still be on its way, twice again. */
async function lookFor(action: CreateRoom, intent: RoomIntent, context: ActionContext): Promise<Room | undefined> {
  const startedAt = performance.now();
  // After a crash the call was sent when the intent was recorded; after a lost reply, just now.
  const headStart = context.isAfterCrash ? intent.secondsAgo : 0;
  for (const [look, second] of context.looksAfterSeconds.entries()) {
    const waitMs = (second - headStart) * 1_000 - (performance.now() - startedAt);
    if (look > 0 && waitMs <= 0) continue;
    await sleep(Math.max(0, waitMs));
    const [room] = await roomsInDoubt(action, intent.since, context);
    if (room) return claimed(room, context.claims);
  }
  return undefined;
}

/**
 * Rooms that a lost call of ours may have made: this title, our account, since the intent, empty, nobody in it but us, nobody's yet.
 * Nothing else can have happened to such a room, since whatever follows starts only after its id is recorded.
 */
async function roomsInDoubt(
  action: CreateRoom,
  since: string,
  { portal, claims }: Pick<ActionContext, 'portal' | 'claims'>,
): Promise<readonly Room[]> {
  const self = await portal.self();
  const candidates = (await portal.roomsOwnedBy(self.id)).filter(
    (room) =>
      cleanTitle(room.title, titleLimits.room) === action.title &&
      room.type === action.roomType &&
      Date.parse(room.createdAt) >= Date.parse(since) &&
      room.filesCount === 0 &&
      room.foldersCount === 0,
  );
  const taken = await claims.claimed(candidates.map((room) => room.id));
  const free = candidates.filter((room) => !taken.has(room.id)).toSorted((a, b) => a.id - b.id);
  const members = await Promise.all(free.map((room) => portal.members(room.id)));
  return free.filter((_, index) => (members[index] ?? []).every((member) => member.isOwner));
}

/**
 * Deletes rooms that a lost call of ours made after all, beside the one that was claimed. While another run makes a room of the same
 * title nothing is deleted: it could be that one. Answers their ids.
 */
export async function deleteTwins(
  action: CreateRoom,
  since: string,
  context: Pick<ActionContext, 'portal' | 'claims'>,
): Promise<readonly number[]> {
  const twins = await roomsInDoubt(action, since, context);
  if (twins.length === 0 || (await context.claims.isTitleContested(action.title))) return [];
  for (const twin of twins) await context.portal.deleteRoom(twin.id);
  return twins.map((twin) => twin.id);
}

function describeRoom(room: Room): ActionResult {
  const { id, title, url } = room;
  return { room: { id, title, url }, added: [], summary: `room "${title}" (${id})` };
}
