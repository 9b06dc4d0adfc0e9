import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../base/errors.ts';
import type { Room } from '../docspace/room.ts';
import type { TemplateJob } from '../docspace/templates.ts';
import { cleanTitle, titleLimits } from '../docspace/vocabulary/clean-title.ts';
import type { CreateRoomFromTemplate } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult, RoomIntent } from './action-kind.ts';
import { portalTimeBefore } from './create-room.ts';

const lookEveryMs = 300;
/** A run that waits holds its place in the queue. */
const longestLookMs = 45_000;

/**
 * Makes a room from a template. A portal has one such job at a time and drops any other in silence, so our own take turns, and a job is
 * ours only if its room has our title and our account as its creator.
 */
export const createRoomFromTemplate: ActionKind<CreateRoomFromTemplate> = {
  kind: 'create-room-from-template',
  describe: ({ title, templateId }) => `create room "${title}" from template ${templateId}`,

  async run(action, context) {
    const { portal, claims } = context;
    const intent = await claims.intend(action.title, await portalTimeBefore(context));
    if (intent.roomId !== undefined) return describeRoom(await portal.room(intent.roomId));
    const room = await context.inTurn('room-template', async () => {
      const found = intent.isNew ? undefined : await lookFor(action, intent, context);
      return found ?? make(action, context);
    });
    if (await claims.claim(room)) return describeRoom(room);
    throw new AppError('unavailable', `Room ${room.id} was taken by another run that was in doubt about its own.`, {
      hint: 'The run tries again by itself.',
      details: { effect: 'unknown' },
    });
  },

  // `run` looks by itself: only its record of the intent says what to look for.
  find: () => Promise.resolve(undefined),
};

/** Waits for somebody else's job, begins ours, and waits until its room is complete. */
async function make(action: CreateRoomFromTemplate, context: ActionContext): Promise<Room> {
  const { templateId, title, tags, quotaBytes, denyDownload } = action;
  const settings = {
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
  };
  const until = performance.now() + longestLookMs;
  await untilFree(until, context);
  let job = await context.portal.createRoomFromTemplate({ templateId, title, tags, ...settings });
  while (!job.completed && job.error === undefined) {
    if (performance.now() > until) throw stillGoing(title);
    await sleep(lookEveryMs);
    job = (await context.portal.templateJob()) ?? job;
  }
  return readRoom(job, action, context);
}

async function untilFree(until: number, { portal }: ActionContext): Promise<void> {
  for (;;) {
    const job = await portal.templateJob();
    if (job === undefined || job.completed || job.error !== undefined) return;
    if (performance.now() > until) throw stillGoing('another one');
    await sleep(lookEveryMs);
  }
}

function stillGoing(title: string): AppError {
  return new AppError('unavailable', `The portal is still making room "${title}" from a template.`, {
    hint: 'The run looks again by itself.',
    details: { effect: 'unknown' },
  });
}

async function readRoom(job: TemplateJob, action: CreateRoomFromTemplate, { portal }: ActionContext): Promise<Room> {
  if (job.error !== undefined || job.roomId === undefined) {
    throw new AppError('rejected', `The portal could not make the room: ${job.error ?? 'it says not why'}.`, {
      hint: 'Look at the room template in the portal.',
    });
  }
  const [room, self] = await Promise.all([portal.room(job.roomId), portal.self()]);
  if (isOurs(room, action, self.id)) return room;
  throw new AppError('unavailable', `The portal made room "${room.title}" for somebody else, and dropped ours.`, {
    hint: 'The run tries again by itself.',
    details: { effect: 'none' },
  });
}

function isOurs(room: Room, action: CreateRoomFromTemplate, ownerId: string): boolean {
  return (
    cleanTitle(room.title, titleLimits.room) === action.title &&
    room.type === action.roomType &&
    room.ownerId === ownerId
  );
}

/** A room of a call whose reply was lost: our title and account, made since the intent, nobody's yet. Its template has filled it. */
async function lookFor(
  action: CreateRoomFromTemplate,
  { since }: RoomIntent,
  context: ActionContext,
): Promise<Room | undefined> {
  const { portal, claims } = context;
  await untilFree(performance.now() + longestLookMs, context);
  const self = await portal.self();
  const made = (await portal.roomsOwnedBy(self.id)).filter(
    (room) => isOurs(room, action, self.id) && Date.parse(room.createdAt) >= Date.parse(since),
  );
  const taken = await claims.claimed(made.map((room) => room.id));
  return made.filter((room) => !taken.has(room.id)).toSorted((a, b) => a.id - b.id)[0];
}

function describeRoom({ id, title, url }: Room): ActionResult {
  return { room: { id, title, url }, added: [], summary: `room "${title}" (${id}) from a template` };
}
