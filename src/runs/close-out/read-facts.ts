import { AppError } from '../../base/errors.ts';
import type { Member } from '../../docspace/member.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { CloseOutRecords } from '../records.ts';
import type { CloseOutFacts } from './decide.ts';

interface FactParts {
  readonly portal: PortalReader;
  readonly closeOuts: Pick<CloseOutRecords, 'isKept' | 'renewedLinks' | 'leftAs'>;
}

/** Reads everything that a close-out is decided from. Nothing is written. Errors: `not-found` for a room that is not there. */
export async function readFacts(roomId: number, { portal, closeOuts }: FactParts): Promise<CloseOutFacts> {
  const [room, self, members, links, renewed, isKept, leftAs] = await Promise.all([
    portal.room(roomId),
    portal.self(),
    portal.members(roomId),
    portal.links(roomId),
    closeOuts.renewedLinks(roomId),
    closeOuts.isKept(roomId),
    closeOuts.leftAs(roomId),
  ]);
  const [owner, throughGroups] = await Promise.all([
    room.ownerId === self.id ? self : portal.person(room.ownerId).catch(undefinedWhenUnseen),
    Promise.all(members.filter(({ subject }) => subject === 'group').map((group) => guestsOf(group, roomId, portal))),
  ]);
  const isWithoutLinks = room.archived && room.changedAt !== '' && room.changedAt === leftAs;
  return { room, self, members, links, renewed, isKept, isWithoutLinks, owner, throughGroups: throughGroups.flat() };
}

function undefinedWhenUnseen(error: unknown): undefined {
  if (error instanceof AppError && (error.kind === 'not-found' || error.kind === 'forbidden')) return undefined;
  throw error;
}

/** Guests of a group are not listed among the members; nobody but an admin of the portal can take them out of it. */
async function guestsOf(group: Member, roomId: number, portal: PortalReader): Promise<readonly string[]> {
  try {
    const people = await portal.groupMembers(roomId, group.id);
    const guests = people.filter(({ kind }) => kind === 'guest');
    return guests.map(({ name, email }) => `${email ?? name} has access through the group ${group.name}`);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
    return [`whether guests have access through the group ${group.name} is unknown: ${error.message}`];
  }
}
