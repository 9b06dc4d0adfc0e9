import { countOf } from '../../base/count-of.ts';
import type { RoomCloseOutBlueprint } from '../../blueprint/blueprint.ts';
import type { Room } from '../../docspace/room.ts';
import { type CloseOutOrder, decideCloseOut, type Decision } from '../../runs/close-out/decide.ts';
import { readFacts } from '../../runs/close-out/read-facts.ts';
import { roomSubject } from '../../runs/subject.ts';
import { type Look, lookAtAll, lookOrName, patiently } from './look-at-all.ts';
import type { SweepParts } from './sweep-parts.ts';

/**
 * Looks at each archived room. Cost in calls: one for a hundred rooms, one for our account, and for a room that the rule is for its members
 * and its links, one for each owner who is somebody else and one for each group with access.
 */
export async function* findArchivedRooms(blueprint: RoomCloseOutBlueprint, parts: SweepParts): AsyncGenerator<Look> {
  const [rooms, self] = await patiently(() => Promise.all([parts.portal.archivedRooms(), parts.portal.self()]));
  const { rooms: which } = blueprint;
  const meant = typeof which === 'object' ? rooms.filter(({ tags }) => tags.includes(which.tag)) : rooms;
  yield* lookAtAll(meant, (room) =>
    lookOrName({ subject: roomSubject(room.id), name: room.title }, async () => {
      if (which === 'kept' && !(await parts.closeOuts.isKept(room.id))) return undefined;
      // Both are known from the lists.
      const known = { room: () => Promise.resolve(room), self: () => Promise.resolve(self) };
      const facts = await readFacts(room.id, { ...parts, portal: { ...parts.portal, ...known } });
      return describe(decideCloseOut(orderOf(blueprint, parts), facts, false), room);
    }),
  );
}

function orderOf(
  { name, rooms, remove, ownership }: RoomCloseOutBlueprint,
  { allowBorrow }: SweepParts,
): CloseOutOrder {
  return { name, rooms, remove, ownership: allowBorrow ? ownership : 'never' };
}

function describe(decision: Decision, { id, title }: Room): Look {
  const who = { subject: roomSubject(id), name: title };
  if (decision.kind === 'work') return { kind: 'change', finding: { ...who, what: whatWouldGo(decision) } };
  if (decision.state === 'needs-owner') return { kind: 'need', finding: { ...who, what: decision.reason } };
  if (decision.state === 'done-with-remains') {
    return { kind: 'need', finding: { ...who, what: decision.remains.join('; ') } };
  }
  return undefined;
}

function whatWouldGo({ guests, links, linksUnknown }: Extract<Decision, { kind: 'work' }>): string {
  const parts = [
    ...(guests.length > 0 ? [countOf(guests.length, 'guest')] : []),
    ...(links.length > 0 ? [countOf(links.length, 'link')] : []),
    ...(linksUnknown ? ['links that only the borrowed room shows'] : []),
  ];
  return `${parts.join(', ')} to remove`;
}
