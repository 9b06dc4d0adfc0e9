import { countOf } from '../../base/count-of.ts';
import type { Replacement } from '../../actions/entry-twins.ts';
import { AppError, isRetryable, reportError } from '../../base/errors.ts';
import type { Scope } from '../../engine/engine.ts';
import { whoCancelled } from '../holds.ts';
import type { RunInput, RunOutcome } from '../records.ts';
import { removeTwins, type Twins } from '../remove-twins.ts';
import type { RunRoom } from '../run.ts';
import type { RunParts } from '../run-parts.ts';
import { isCarriedOut } from './continue-work.ts';
import type { CloseOutOrder, Decision } from './decide.ts';
import { type Begun, look } from './look.ts';
import { readFacts } from './read-facts.ts';
import { type Removed, removeLinks } from './remove-access.ts';
import { compareWithStored, removeAndArchive, reopenAndRemove } from './reopen.ts';
import { deleteReportTwins, nameGuest, type SavedReport, saveReport } from './report.ts';

export interface CloseOut {
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
    readonly report?: Pick<SavedReport, 'title' | 'url'>;
  };
  /** Set when the report was written after a call that was given up: to be called once nothing else is left to be done. */
  readonly deleteTwins?: () => Promise<Twins>;
  /** The run that began it, an earlier one where that did not come to its end: what follows is done in its name, so that it is done once. */
  readonly runId: string;
  /** To be called once all that follows is done: what was begun has come to its end. */
  readonly settle?: () => Promise<void>;
}

/**
 * Removes guests and links from a room that is archived, or that is archived here. Everything is decided and written down before the
 * first write; where an earlier attempt did not come to its end, this one goes on with it.
 * Guarantee: however often processes die, the room ends in the Archive, with the owner, members and levels of before, without guests.
 */
export async function closeOut(closing: CloseOut): Promise<ClosedOut> {
  const { input, parts, scope } = closing;
  const looked = await scope.step('look', () => lookUnlessGone(closing));
  if ('gone' in looked) {
    return { outcome: { state: 'skipped', reason: looked.gone, remarks: [] }, runId: input.runId };
  }
  const { decision, room, begun } = looked;
  if (decision.kind === 'end' || !begun) return { outcome: describeEnd(decision, room), runId: input.runId };
  const work: Working = {
    ...{ decision, room, begun, closing },
    isDoubtful: (number = 0) => begun.isContinued || number > 0 || scope.isDoubtful(),
  };
  const removed = await carryOut(work);
  const { replaces, ...closed } = await finish(work, removed);
  const { runId } = begun;
  const deleteTwins = (report: Replacement) =>
    scope.step('report twins', () => removeTwins('report', () => deleteReportTwins(report, { ...parts, runId })));
  return {
    ...closed,
    ...(replaces ? { deleteTwins: () => deleteTwins(replaces) } : {}),
    runId,
    settle: () => parts.closeOuts.settle(runId),
  };
}

/** Nobody asked for this very room where an event, a poll or a sweep did: one that was deleted since is passed over. */
async function lookUnlessGone(
  closing: CloseOut,
): Promise<Awaited<ReturnType<typeof look>> | { readonly gone: string }> {
  try {
    return await look(closing);
  } catch (error) {
    const { kind } = closing.input.cause;
    const isUnasked = kind === 'delivery' || kind === 'poll' || kind === 'sweep';
    if (!isUnasked || !(error instanceof AppError) || error.kind !== 'not-found') throw error;
    return { gone: 'cannot be read: no such room in the portal' };
  }
}

function describeEnd(decision: Decision, room: RunRoom): RunOutcome {
  if (decision.kind === 'work') throw new AppError('defect', `The close-out of room ${room.id} was not written down.`);
  const { state, reason, remains } = decision;
  return { state, reason, remarks: remains, room, subjectName: room.title };
}

type Done = Removed & { readonly openMs?: number };

interface Working {
  readonly decision: Extract<Decision, { kind: 'work' }>;
  readonly room: RunRoom;
  readonly begun: Begun;
  readonly closing: CloseOut;
  /** Whether what a step is about to do may have been done before; `number`: of the step's try. */
  readonly isDoubtful: (number?: number) => boolean;
}

async function carryOut(working: Working): Promise<Done> {
  const { decision, room, begun, closing, isDoubtful } = working;
  const { parts, scope } = closing;
  const removed = begun.isCarriedOut
    ? await scope.step('read what was removed', () => readRemoved(working))
    : await scope.step(decision.archived ? 'open, remove, archive' : 'remove access, archive', ({ number }) =>
        removeAccess(working, isDoubtful(number)),
      );
  const differences = await scope.step('compare', () => compareWithStored({ roomId: room.id, work: decision }, parts));
  return { ...removed, remains: [...removed.remains, ...differences] };
}

/** After doubt the room may lie in the Archive already: then nothing is left to be done, or it has to be opened. */
async function removeAccess(working: Working, isInDoubt: boolean): Promise<Done> {
  const { decision: work, room, begun, closing } = working;
  const { parts } = closing;
  const question = { runId: begun.runId, roomId: room.id, work, isDoubtful: isInDoubt };
  const facts = isInDoubt ? await readFacts(room.id, parts) : undefined;
  if (facts && isCarriedOut(work, facts)) return readRemoved(working);
  return work.archived || facts?.room.archived === true
    ? reopenAndRemove(question, parts)
    : removeAndArchive(question, parts);
}

/** All was done by an attempt that did not come to telling of it. Only reads. */
async function readRemoved({ decision, room, begun, closing }: Working): Promise<Done> {
  const { parts } = closing;
  const links = await removeLinks(room.id, { links: decision.links, isDoubtful: true }, parts);
  const openMs = decision.archived ? await parts.closeOuts.close(begun.runId) : 0;
  return { guests: decision.guests, links, remains: [], ...(openMs > 0 ? { openMs } : {}) };
}

/** "1 guest", "2 guests"; nothing for none. */
function count(removed: readonly unknown[], noun: string): string[] {
  return removed.length === 0 ? [] : [countOf(removed.length, noun)];
}

interface Finished extends Pick<ClosedOut, 'outcome' | 'told'> {
  readonly replaces?: Replacement;
}

async function finish(working: Working, removed: Done): Promise<Finished> {
  const { decision, room } = working;
  const { guests, links } = removed;
  const remains = [...decision.remains, ...removed.remains];
  const isEmpty = guests.length + links.length === 0;
  const report = isEmpty ? {} : await reportOf(working, { ...removed, remains });
  const all = [...remains, ...(report.failure === undefined ? [] : [report.failure])];
  const what = [...count(guests, 'guest'), ...count(links, 'link')].join(' and ');
  const open = removed.openMs === undefined ? '' : `; the room was open for ${(removed.openMs / 1_000).toFixed(1)} s`;
  const outcome: RunOutcome = {
    state: all.length > 0 ? 'done-with-remains' : 'done',
    reason: isEmpty ? `archived; nothing was to be removed` : `${what} removed${open}`,
    remarks: all,
    room,
    subjectName: room.title,
  };
  if (isEmpty) return { outcome };
  const { saved } = report;
  return {
    outcome,
    ...(saved?.replaces ? { replaces: saved.replaces } : {}),
    told: {
      owners: decision.owners,
      removed: guests.map(nameGuest),
      links,
      remains: all,
      ...(saved ? { report: { title: saved.title, url: saved.url } } : {}),
    },
  };
}

interface Reported {
  readonly saved?: SavedReport;
  readonly failure?: string;
}

/** A report that cannot be written does not undo a close-out: it is named among what remains. */
async function reportOf({ room, begun, closing, isDoubtful }: Working, removed: Done): Promise<Reported> {
  const { order, parts, scope } = closing;
  const folderId = order.reportFolderId;
  if (folderId === undefined) return {};
  const { runId, time } = begun;
  const openMs = removed.openMs === undefined ? {} : { openMs: removed.openMs };
  const what = { blueprint: order.name, runId, room, time, removed, ...openMs };
  return scope.step('report', async ({ number }): Promise<Reported> => {
    try {
      return { saved: await saveReport(what, { folderId, isDoubtful: isDoubtful(number) }, parts.portal) };
    } catch (error) {
      // Who goes on with a run that was cancelled writes it.
      if (!(error instanceof AppError) || isRetryable(error) || whoCancelled(error) !== undefined) throw error;
      return { failure: `the report could not be written: ${reportError(error).message}` };
    }
  });
}
