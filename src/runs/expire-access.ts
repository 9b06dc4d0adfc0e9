import { beginBeside } from './begin-beside.ts';
import { AppError } from '../base/errors.ts';
import type { Member } from '../docspace/member.ts';
import type { Attempt, Ending } from './apply-blueprint.ts';
import type { KeptRoom, RunOutcome } from './records.ts';
import type { RunParts } from './run-parts.ts';

/** What of a kept room is due. Plain JSON, kept in the journal. */
type Due =
  | {
      readonly kind: 'end';
      readonly items: readonly string[];
      readonly reason: string;
      readonly room?: RunOutcome['room'];
    }
  | {
      readonly kind: 'remove';
      readonly items: readonly string[];
      readonly people: readonly Person[];
      readonly room: Room;
    };

type Person = Pick<Member, 'id' | 'name'>;
type Room = NonNullable<RunOutcome['room']>;

/**
 * Takes access away whose time has come, and nothing else: everything else of the room stays as people left it. Whoever is out already
 * needs nothing; an archived room is left to its close-out.
 */
export async function expireAccess({ input, parts, scope }: Attempt): Promise<Ending> {
  const keptRoomId = input.options.expire?.keptRoomId ?? 0;
  const due = await scope.step('due', () => beginBeside(findDue(keptRoomId, parts), input, parts.runs));
  const named = due.room ? { room: due.room, subjectName: due.room.title } : {};
  const settle = (): Promise<void> => parts.keptRooms.settleItems(keptRoomId, due.items);
  if (due.kind === 'end') {
    return { outcome: { state: 'nothing-to-do', reason: due.reason, remarks: [], ...named }, settle };
  }
  const { summary } = await scope.step('take access away', () => remove(due, parts));
  return { outcome: { state: 'done', reason: summary, remarks: [], ...named }, settle };
}

async function findDue(keptRoomId: number, { keptRooms, portal }: RunParts): Promise<Due> {
  const kept = await keptRooms.get(keptRoomId);
  const items = dueItems(kept);
  if (kept?.roomId === undefined || items.length === 0)
    return { kind: 'end', items, reason: 'nothing is due any more' };
  const room = await portal.room(kept.roomId).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (!room) return { kind: 'end', items, reason: 'the room was deleted in the portal' };
  const named = { id: room.id, title: room.title, url: room.url };
  if (room.archived) return { kind: 'end', items, reason: 'the room is archived: left to its close-out', room: named };
  const people = (await portal.members(room.id)).filter(
    (member) => !member.isOwner && items.some((item) => isOf(item, member)),
  );
  if (people.length === 0) return { kind: 'end', items, reason: 'whose time had come was out already', room: named };
  return { kind: 'remove', items, people: people.map(({ id, name }) => ({ id, name })), room: named };
}

function dueItems(kept: KeptRoom | undefined): readonly string[] {
  const items =
    kept?.items.filter(({ item, isSettled }) => /^(?:member|guest):/.test(item) && isSettled !== true) ?? [];
  const due = items.filter(({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) <= Date.now());
  return due.map(({ item }) => item);
}

/** Somebody who was invited by e-mail is recorded by the address; `guest:` is whom a person let in. */
function isOf(item: string, { id, email }: Member): boolean {
  return (
    item === `member:${id}` ||
    item === `guest:${id}` ||
    (email !== undefined && item.toLowerCase() === `member:${email.toLowerCase()}`)
  );
}

async function remove(
  { people, room }: Extract<Due, { kind: 'remove' }>,
  { portal }: RunParts,
): Promise<{ readonly summary: string }> {
  await portal.removeAccess(
    room.id,
    people.map(({ id }) => id),
  );
  const left = (await portal.members(room.id)).filter(({ id }) => people.some((person) => person.id === id));
  if (left.length === 0) return { summary: `access ended for ${people.map(({ name }) => name).join(', ')}` };
  throw new AppError('rejected', `The portal left ${left.map(({ name }) => name).join(', ')} in the room.`, {
    hint: 'Look at the room in the portal: somebody who fills a form in there can only be removed by a person.',
  });
}
