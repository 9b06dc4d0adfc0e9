import { AppError } from '../../base/errors.ts';
import type { RunParts } from '../run-parts.ts';
import type { Work } from './decide.ts';
import { archive, unarchive } from './move-room.ts';
import { readLinks, removeGuests, type Removed, removeLinks } from './remove-access.ts';

type Parts = Pick<RunParts, 'portal' | 'closeOuts' | 'log' | 'fence'>;

interface Question {
  readonly runId: string;
  readonly roomId: number;
  readonly work: Work;
  /** Whether an earlier try may have left the room open, or removed something already. */
  readonly isDoubtful: boolean;
}

/**
 * Opens an archived room, removes guests and links, and archives it again: the room is open for as few calls as that takes. Whatever
 * goes wrong in between, it is archived again at once, before anybody thinks of trying again.
 */
export async function reopenAndRemove(
  question: Question,
  parts: Parts,
): Promise<Removed & { readonly openMs: number }> {
  const { runId, roomId, work } = question;
  const { portal, closeOuts } = parts;
  const isOpen = question.isDoubtful && (await closeOuts.isOpen(runId)) && !(await portal.room(roomId)).archived;
  if (!isOpen) {
    // From here on the room counts as open, and what puts it back is let through.
    await parts.fence();
    await closeOuts.open(runId, roomId, work.stored.ownerId);
    await unarchive(roomId, portal).catch(async (error: unknown) => {
      await closeIfArchived(question, parts);
      throw error;
    });
  }
  const removed = await inOpenRoom(question, parts).catch(async (error: unknown) => {
    await shut(question, parts);
    throw error;
  });
  await archive(roomId, portal);
  return { ...removed, openMs: await closeOuts.close(runId) };
}

async function closeIfArchived({ runId, roomId }: Question, { portal, closeOuts }: Parts): Promise<void> {
  const archived = await portal.room(roomId).then(
    (room) => room.archived,
    () => false,
  );
  if (archived) await closeOuts.close(runId);
  // Taken out after all, later than we looked: it goes back, and the next try begins anew.
  else await archive(roomId, portal).catch(() => undefined);
}

async function inOpenRoom(question: Question, parts: Parts): Promise<Removed> {
  const { roomId, work, isDoubtful } = question;
  const { portal, closeOuts } = parts;
  if (work.borrow) await portal.changeOwner(roomId, work.selfId);
  const renewed = work.linksUnknown ? await closeOuts.renewedLinks(roomId) : new Set<string>();
  const links = work.linksUnknown && work.borrow ? await readLinks(roomId, renewed, portal) : work.links;
  const names = await removeLinks(roomId, { links, isDoubtful }, parts);
  const { guests, remains } = await removeGuests(roomId, work.guests, portal);
  if (work.borrow) await giveBack(question, parts);
  return { guests, links: names, remains };
}

/** The room goes back to its owner, and our own row is as it was. */
async function giveBack({ roomId, work }: Question, { portal }: Parts): Promise<void> {
  const { stored, selfId } = work;
  await portal.changeOwner(roomId, stored.ownerId);
  if (stored.ownLevel === undefined) await portal.removeAccess(roomId, [selfId]);
  else if (stored.ownLevel !== 'room-manager') {
    await portal.share(roomId, [{ id: selfId, level: stored.ownLevel }], { notify: false });
  }
}

/** After a failure: given back as far as that is possible, and archived in any case. */
async function shut(question: Question, parts: Parts): Promise<void> {
  const { roomId, work, runId } = question;
  const { portal, log, closeOuts } = parts;
  if (work.borrow) {
    await giveBackIfOurs(question, parts).catch((error: unknown) =>
      log.error('a borrowed room could not be given back yet', { room: roomId, error }),
    );
  }
  try {
    await archive(roomId, portal);
    await closeOuts.close(runId);
  } catch (error) {
    log.error('a room that was opened for its close-out could not be archived again yet', { room: roomId, error });
  }
}

async function giveBackIfOurs(question: Question, parts: Parts): Promise<void> {
  const room = await parts.portal.room(question.roomId);
  if (room.ownerId === question.work.selfId) await giveBack(question, parts);
}

/**
 * Compares the archived room with what was stored: owner, members and levels, but for the guests. Answers what differs, a sentence each.
 */
export async function compareWithStored(
  { roomId, work }: Omit<Question, 'isDoubtful' | 'runId'>,
  { portal }: Parts,
): Promise<string[]> {
  const { stored, guests } = work;
  const [room, members] = await Promise.all([portal.room(roomId), portal.members(roomId)]);
  if (!room.archived)
    throw new AppError('unavailable', `Room ${roomId} is not archived.`, { hint: 'The run looks again.' });
  const expected = stored.members.filter(({ id }) => !guests.some((guest) => guest.id === id));
  return [
    ...(room.ownerId === stored.ownerId ? [] : ['the room has another owner than before']),
    ...expected.flatMap(({ id, name, level }) => {
      const member = members.find((one) => one.id === id);
      if (!member) return [`${name} is not in the room any more`];
      return member.level === level ? [] : [`${name} has another level than before`];
    }),
  ];
}
