import { countOf } from '../../base/count-of.ts';
import type { Room } from '../../docspace/room.ts';
import { planRun } from '../../runs/plan-run.ts';
import { prepare } from '../../runs/prepare.ts';
import { roomSubject } from '../../runs/subject.ts';
import { type Look, lookAtAll, lookOrName, patiently } from './look-at-all.ts';
import type { SweepParts } from './sweep-parts.ts';

/**
 * Looks at each active room that no other blueprint keeps. Cost in calls: one for a hundred rooms, and for each that our account may
 * change those of a plan: its members, its links, and each folder that the blueprint fills. A room that it may not change is passed over: whoever
 * wants the blueprint there makes our account its manager.
 */
export async function* findRooms(hash: string, parts: SweepParts): AsyncGenerator<Look> {
  const rooms = await patiently(() => parts.portal.activeRooms());
  yield* lookAtAll(rooms, (room) =>
    lookOrName({ subject: roomSubject(room.id), name: room.title }, () => lookAt(room, hash, parts)),
  );
}

async function lookAt(room: Room, hash: string, parts: SweepParts): Promise<Look> {
  if (!(room.mayEdit && room.mayEditAccess)) return undefined;
  // The list tells all that a call for the room alone would.
  const portal = {
    ...parts.portal,
    room: (id: number) => (id === room.id ? Promise.resolve(room) : parts.portal.room(id)),
  };
  const subject = roomSubject(room.id);
  const prepared = await prepare({ runId: 'sweep', documentHash: hash, subject }, { ...parts, portal });
  if (prepared.kind === 'skip') return undefined;
  const planned = await planRun(prepared, { repair: true, recreate: false }, portal);
  if (planned.kind === 'end') return undefined;
  const count = planned.plan.actions.length;
  if (count === 0 && prepared.kept?.state === 'complete') return undefined;
  const what = count === 0 ? 'nothing to change, not kept yet' : countOf(count, 'change');
  return { kind: 'change', finding: { subject, name: room.title, what } };
}
