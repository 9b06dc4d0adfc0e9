import { AppError } from '../../base/errors.ts';
import type { RunParts } from '../run-parts.ts';
import { describeLink, guestsOf, type LinkToRemove, type Work } from './decide.ts';
import { archive, unarchive } from './move-room.ts';
import { removeGuests, type Removed, removeLinks } from './remove-access.ts';

type Parts = Pick<RunParts, 'portal' | 'closeOuts' | 'log' | 'fence'>;

export interface Question {
  /** The run that began it: what is written down stands under its name. */
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
  const { runId, roomId } = question;
  const { portal, closeOuts } = parts;
  const isOpen = question.isDoubtful && (await closeOuts.isOpen(runId)) && !(await portal.room(roomId)).archived;
  if (!isOpen) {
    // From here on the room counts as open, and what puts it back is let through.
    await parts.fence();
    await closeOuts.open(runId);
    await unarchive(roomId, portal).catch(async (error: unknown) => {
      await closeAgain(question, parts);
      throw error;
    });
  }
  const removed = await removeWithin(question, parts).catch(async (error: unknown) => {
    await shut(question, parts);
    throw error;
  });
  const openMs = await archiveAndRecord(question, parts);
  return { ...removed, openMs };
}

/** Removes guests and links from a room that is not archived yet, and archives it. */
export async function removeAndArchive(question: Question, parts: Parts): Promise<Removed> {
  const removed = await removeWithin(question, parts).catch(async (error: unknown) => {
    if (question.work.borrow) await tryToGiveBack(question, parts);
    throw error;
  });
  await archiveAndRecord(question, parts);
  return removed;
}

async function archiveAndRecord({ runId, roomId, work }: Question, { portal, closeOuts }: Parts): Promise<number> {
  const { changedAt } = await archive(roomId, portal);
  const openMs = await closeOuts.close(runId);
  if (work.removesLinks && changedAt !== '') await closeOuts.recordLeft(runId, changedAt);
  return openMs;
}

/** The portal refused to take it out of the Archive, or did so later than we looked: then it goes back, and the next try begins anew. */
async function closeAgain(question: Question, parts: Parts): Promise<void> {
  const archived = await parts.portal.room(question.roomId).then(
    (room) => room.archived,
    () => false,
  );
  if (archived) await parts.closeOuts.close(question.runId);
  else await archiveOrLog(question, parts);
}

async function archiveOrLog({ runId, roomId }: Question, { portal, log, closeOuts }: Parts): Promise<void> {
  try {
    await archive(roomId, portal);
    await closeOuts.close(runId);
  } catch (error) {
    log.error('a room that was opened for its close-out could not be archived again yet', { room: roomId, error });
  }
}

async function removeWithin(question: Question, parts: Parts): Promise<Removed> {
  const { roomId, work, isDoubtful } = question;
  const { portal } = parts;
  if (work.borrow) await portal.changeOwner(roomId, work.selfId);
  const links = work.borrow && work.linksUnknown ? await findLinks(question, parts) : work.links;
  const names = await removeLinks(roomId, { links, isDoubtful }, parts);
  const { guests, remains } = work.removesGuests
    ? await removeGuests(roomId, work.guests, portal)
    : { guests: [], remains: [] };
  if (work.borrow) await giveBack(question, parts);
  return { guests, links: names, remains };
}

/** Links that only the borrowed room shows, and those that an earlier try saw: written down before the first of them is removed. */
async function findLinks(
  { runId, roomId, work }: Question,
  { portal, closeOuts }: Parts,
): Promise<readonly LinkToRemove[]> {
  const [there, renewed] = await Promise.all([portal.links(roomId), closeOuts.renewedLinks(roomId)]);
  const seen = (await closeOuts.linksOf(runId)).concat(work.links);
  const hadPrimary = seen.some(({ primary }) => primary);
  const isNew = ({ id, primary }: LinkToRemove): boolean =>
    !renewed.has(id) && !(primary && hadPrimary) && !seen.some((link) => link.id === id);
  const unique = seen.filter(({ id }, index) => seen.findIndex((link) => link.id === id) === index);
  const links = [...unique, ...there.map(describeLink).filter(isNew)];
  await closeOuts.recordLinks(runId, links);
  return links;
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
  if (question.work.borrow) await tryToGiveBack(question, parts);
  await archiveOrLog(question, parts);
}

async function tryToGiveBack(question: Question, parts: Parts): Promise<void> {
  try {
    const room = await parts.portal.room(question.roomId);
    if (room.ownerId === question.work.selfId) await giveBack(question, parts);
  } catch (error) {
    parts.log.error('a borrowed room could not be given back yet', { room: question.roomId, error });
  }
}

/**
 * Compares the archived room with what was stored: owner, members and levels, but for the guests. Answers what differs, a sentence each.
 */
export async function compareWithStored(
  { roomId, work }: Pick<Question, 'roomId' | 'work'>,
  { portal }: Parts,
): Promise<string[]> {
  const { stored, guests, selfId } = work;
  const [room, members] = await Promise.all([portal.room(roomId), portal.members(roomId)]);
  if (!room.archived)
    throw new AppError('unavailable', `Room ${roomId} is not archived.`, { hint: 'The run looks again.' });
  const isGuestToGo = (id: string): boolean => guests.some((guest) => guest.id === id);
  const expected = stored.members.filter(({ id }) => !isGuestToGo(id));
  const came = work.removesGuests ? guestsOf(members).filter(({ id }) => !isGuestToGo(id)) : [];
  const isOursTooMany = stored.ownLevel === undefined && members.some(({ id, isOwner }) => id === selfId && !isOwner);
  return [
    ...(room.ownerId === stored.ownerId ? [] : ['the room has another owner than before']),
    ...expected.flatMap(({ id, name, level }) => {
      const member = members.find((one) => one.id === id);
      if (!member) return [`${name} is not in the room any more`];
      return member.level === level ? [] : [`${name} has another level than before`];
    }),
    ...came.map(({ name }) => `${name} came into the room meanwhile`),
    ...(isOursTooMany && work.borrow ? ['the account of the API key is still a member of the room'] : []),
  ];
}
