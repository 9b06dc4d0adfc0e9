import { AppError, reportError } from '../../base/errors.ts';
import type { Scope } from '../../engine/engine.ts';
import type { RunInput, RunOutcome } from '../records.ts';
import type { RunRoom } from '../run.ts';
import type { RunParts } from '../run-parts.ts';
import { roomIdOf } from '../subject.ts';
import { type CloseOutOrder, decideCloseOut, type Decision, type Work } from './decide.ts';
import { archive } from './move-room.ts';
import { readFacts } from './read-facts.ts';
import { removeGuests, type Removed, removeLinks } from './remove-access.ts';
import { compareWithStored, reopenAndRemove } from './reopen.ts';
import { nameGuest, saveReport } from './report.ts';

interface CloseOut {
  readonly input: RunInput;
  readonly order: CloseOutOrder;
  /** When the run began. ISO 8601 in UTC. */
  readonly time: string;
  readonly parts: RunParts;
  readonly scope: Scope;
}

/** How a room was closed out, and what whoever is told should know; nothing of that when nothing was removed. */
export interface ClosedOut {
  readonly outcome: RunOutcome;
  readonly told?: {
    /** E-mail addresses. */
    readonly owners: readonly string[];
    readonly removed: readonly string[];
    readonly links: readonly string[];
    readonly remains: readonly string[];
    readonly report?: { readonly title: string; readonly url: string };
  };
}

/**
 * Removes guests and links from a room that is archived, or that is archived here. Everything is decided before the first write.
 * Guarantee: however often processes die, the room ends in the Archive, with the owner, members and levels of before, without guests.
 */
export async function closeOut(closing: CloseOut): Promise<ClosedOut> {
  const { input, order, parts, scope } = closing;
  const roomId = roomIdOf(input.subject);
  const archives = input.options.archive === true;
  const { decision, room } = await scope.step('look', async () => {
    const facts = await readFacts(roomId, parts);
    const { id, title, url } = facts.room;
    const allowed = parts.allowBorrow ? order : { ...order, ownership: 'never' as const };
    return { decision: decideCloseOut(allowed, facts, archives), room: { id, title, url } };
  });
  if (decision.kind === 'end') return { outcome: describeEnd(decision, room) };
  const removed = decision.archived
    ? await reopen(decision, room, closing)
    : await archiveWithout(decision, room, closing);
  return finish({ decision, room, removed }, closing);
}

function describeEnd({ state, reason, remains }: Extract<Decision, { kind: 'end' }>, room: RunRoom): RunOutcome {
  return { state, reason, remarks: remains, room, subjectName: room.title };
}

type Done = Removed & { readonly openMs?: number };

/** The room is archived here: nobody can come in meanwhile but by what is being removed. */
async function archiveWithout(work: Work, room: RunRoom, { parts, scope }: CloseOut): Promise<Done> {
  const { portal } = parts;
  const removed = await scope.step('remove access', async ({ number }): Promise<Removed> => {
    const isDoubtful = number > 0 || scope.isDoubtful();
    const links = await removeLinks(room.id, { links: work.links, isDoubtful }, parts);
    const { guests, remains } = await removeGuests(room.id, work.guests, portal);
    return { guests, links, remains };
  });
  await scope.step('archive', async () => {
    await archive(room.id, portal);
    return { summary: `room ${room.title} archived` };
  });
  return removed;
}

/** The room is in the Archive, where nobody can take access away. */
async function reopen(work: Work, room: RunRoom, { input, parts, scope }: CloseOut): Promise<Done> {
  const removed = await scope.step('open, remove, archive', ({ number }) => {
    const isDoubtful = number > 0 || scope.isDoubtful();
    return reopenAndRemove({ runId: input.runId, roomId: room.id, work, isDoubtful }, parts);
  });
  const differences = await scope.step('compare', () => compareWithStored({ roomId: room.id, work }, parts));
  // A guest whose removal was asked for by a try that was lost is gone as well.
  return { ...removed, remains: [...removed.remains, ...differences] };
}

interface Finishing {
  readonly decision: Work;
  readonly room: RunRoom;
  readonly removed: Done;
}

async function finish({ decision, room, removed }: Finishing, closing: CloseOut): Promise<ClosedOut> {
  const { guests, links } = removed;
  const remains = [...decision.remains, ...removed.remains];
  const isEmpty = guests.length + links.length === 0;
  const report = isEmpty ? {} : await reportOf({ decision, room, removed: { ...removed, remains } }, closing);
  const all = [...remains, ...(report.failure === undefined ? [] : [report.failure])];
  const what = [`${guests.length} guests`, `${links.length} links`].join(' and ');
  const open = removed.openMs === undefined ? '' : `; the room was open for ${(removed.openMs / 1_000).toFixed(1)} s`;
  const outcome: RunOutcome = {
    state: all.length > 0 ? 'done-with-remains' : 'done',
    reason: isEmpty ? `archived; nothing was to be removed` : `${what} removed${open}`,
    remarks: all,
    room,
    subjectName: room.title,
  };
  if (isEmpty) return { outcome };
  return {
    outcome,
    told: {
      owners: decision.owners,
      removed: guests.map(nameGuest),
      links,
      remains: all,
      ...(report.saved ? { report: report.saved } : {}),
    },
  };
}

interface Reported {
  readonly saved?: { readonly title: string; readonly url: string };
  readonly failure?: string;
}

/** A report that cannot be written does not undo a close-out: it is named among what remains. */
async function reportOf({ room, removed }: Finishing, closing: CloseOut): Promise<Reported> {
  const { order, input, time, parts, scope } = closing;
  const folderId = order.reportFolderId;
  if (folderId === undefined) return {};
  const what = { blueprint: order.name, runId: input.runId, room, time, removed };
  const openMs = removed.openMs === undefined ? {} : { openMs: removed.openMs };
  return scope.step('report', async (): Promise<Reported> => {
    try {
      return { saved: await saveReport(folderId, { ...what, ...openMs }, parts.portal) };
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
      return { failure: `the report could not be written: ${reportError(error).message}` };
    }
  });
}
