import { findKeptByRoom } from './find-kept-by-room.ts';
import { AppError } from '../base/errors.ts';
import { findRun } from './find-run.ts';
import type { Entry } from '../docspace/entry.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { Room } from '../docspace/room.ts';
import type { RoomLink } from '../docspace/room-link.ts';
import type { KeptItem } from '../plan/facts.ts';
import { roomAccountsOf } from './room-accounts.ts';
import type {
  AccessEnd,
  AccessEndRecords,
  FollowUpRecords,
  KeptRoom,
  KeptRoomRecords,
  RunRecords,
  StoredRun,
} from './records.ts';
import type { RunRoom } from './run.ts';
import { planGiveBack } from './person-access/plan-give-back.ts';
import { isRoomSubject } from './subject.ts';

/** What taking a run back would do. Plain JSON. */
export interface UndoPlan {
  readonly runId: string;
  readonly room?: RunRoom;
  /**
   * `archive` and `delete` end the whole room, which the run made; `items` takes single things out of a room that was there before;
   * `give-back` gives a person the access that the run ended.
   */
  readonly kind: 'archive' | 'delete' | 'items' | 'give-back' | 'nothing';
  readonly items: readonly KeptItem[];
  readonly keptRoomId?: number;
  /** For `give-back`: what is given, and to whom. */
  readonly ends?: readonly AccessEnd[];
  readonly person?: { readonly name: string };
  /** What is done, a sentence each. */
  readonly lines: readonly string[];
  /** Why it is not done: what somebody added since. Empty when it may be. */
  readonly refusals: readonly string[];
  /** What stays done whatever happens: mails, CRM entries, accounts. */
  readonly cannot: readonly string[];
}

export interface UndoParts {
  readonly portal: PortalReader;
  readonly runs: Pick<RunRecords, 'find'>;
  readonly keptRooms: Pick<KeptRoomRecords, 'findByRoom' | 'find'>;
  readonly followUps: Pick<FollowUpRecords, 'ofRun'>;
  readonly accessEnds: Pick<AccessEndRecords, 'ofRun'>;
}

/**
 * What can be taken back of what a run made. Reads only.
 * Errors: `not-found` for an unknown run; `conflict` for one that is under way.
 */
export async function planUndo(runId: string, deletes: boolean, parts: UndoParts): Promise<UndoPlan> {
  const run = await findSettled(runId, parts);
  const ends = await parts.accessEnds.ofRun(runId);
  if (ends.length > 0) return planGiveBack(ends, run, parts);
  const kept = await findKept(run, parts);
  const items = itemsOf(kept, runId);
  const cannot = [...(await parts.followUps.ofRun(runId)), ...items.flatMap(accountThatStays)];
  const room = await findRoom(kept?.roomId, parts.portal);
  if (!kept || !room) return { runId, ...nothing, cannot };
  const named = { runId, room: { id: room.id, title: room.title, url: room.url }, keptRoomId: kept.id, cannot };
  if (!kept.isMadeByRun) return { ...named, ...(await planItems(items, room, parts.portal)) };
  if (room.archived && !deletes) return { ...named, ...nothing };
  const strange = await strangeIn(room, kept.items, { deletes, portal: parts.portal });
  const refusals = [...laterRuns(kept, runId), ...strange];
  const lines = deletes
    ? [`delete room "${room.title}" (${room.id}) with everything in it`]
    : [`remove guests and links from room "${room.title}" (${room.id})`, 'archive it'];
  return { ...named, kind: deletes ? 'delete' : 'archive', items: [], lines, refusals };
}

const nothing = { kind: 'nothing', items: [], lines: [], refusals: [] } as const;

async function planItems(
  items: readonly KeptItem[],
  room: Pick<Room, 'id' | 'archived'>,
  portal: PortalReader,
): Promise<Pick<UndoPlan, 'kind' | 'items' | 'lines' | 'refusals'>> {
  if (items.length === 0) return nothing;
  const members = await portal.members(room.id);
  const lines = items.map(({ item }) => {
    const member = members.find((one) => roomAccountsOf(one).includes(item));
    return item.startsWith('member:')
      ? `remove access of ${member?.name ?? item.slice('member:'.length)}`
      : `remove ${item.replace(':', ' ')}`;
  });
  const refusals = room.archived ? ['the room is in the Archive, where nothing can be taken out'] : [];
  return { kind: 'items', items, lines, refusals };
}

/** What later runs added goes by their own undo: this one would take it away with the room. */
function laterRuns(kept: KeptRoom, runId: string): readonly string[] {
  const others = kept.items.flatMap((item) =>
    item.isSettled || item.runId === undefined || item.runId === runId ? [] : [item.runId],
  );
  return [...new Set(others)].map((other) => `run ${other} added something since: take that back first`);
}

async function findSettled(runId: string, { runs }: UndoParts): Promise<StoredRun> {
  const run = await findRun(runId, runs);
  if (run.endedAt !== undefined || run.state === 'waiting') return run;
  throw new AppError('conflict', `Run ${runId} is ${run.state}.`, { hint: 'Wait until it has ended.' });
}

type Kept = KeptRoom & { readonly isMadeByRun: boolean };

async function findKept(run: StoredRun, { keptRooms }: UndoParts): Promise<Kept | undefined> {
  if (run.room === undefined) return undefined;
  const kept = await findKeptByRoom(run.room.id, keptRooms);
  return kept && { ...kept, isMadeByRun: kept.madeBy === run.id && !isRoomSubject(run.subject) };
}

function itemsOf(kept: KeptRoom | undefined, runId: string): readonly KeptItem[] {
  return kept?.items.filter((item) => item.runId === runId && item.isSettled !== true) ?? [];
}

async function findRoom(roomId: number | undefined, portal: PortalReader) {
  if (roomId === undefined) return undefined;
  return portal.room(roomId).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
}

/** The portal makes a guest account of an address that is invited; it stays when the access is gone. */
function accountThatStays({ item }: KeptItem): readonly string[] {
  const email = /^member:(.+@.+)$/.exec(item)?.[1];
  return email === undefined
    ? []
    : [`the invitation by mail of ${email}, and the guest account that the portal may have made`];
}

interface Question {
  readonly deletes: boolean;
  readonly portal: PortalReader;
}

/** What is in the room that no run of ours put there: somebody relies on it. */
async function strangeIn(room: Room, items: readonly KeptItem[], { deletes, portal }: Question): Promise<string[]> {
  const ours = new Set(
    items.map(({ item, portalId }) =>
      item.startsWith('member:') ? item : `${item.split(':', 1)[0] ?? ''} ${portalId}`,
    ),
  );
  const [members, links, entries, self] = await Promise.all([
    portal.members(room.id),
    portal.links(room.id),
    listEntries(room.id, '', portal),
    portal.self(),
  ]);
  const added = members.filter((member) => !member.isOwner && !roomAccountsOf(member).some((item) => ours.has(item)));
  return [
    ...added.map(({ name }) => `${name} was added by somebody`),
    ...links
      .filter((link) => !ours.has(`link ${link.id}`) && !(link.primary && hasPrimaryLink(room)))
      .map((link) => `${describeLink(link)} was added by somebody`),
    ...entries.flatMap(({ kind, path, entry }) => {
      if (!ours.has(`${kind} ${entry.id}`)) return [`${kind} ${path} was added by somebody`];
      const isChanged = kind === 'file' && (entry.version ?? 1) > 1;
      const isOthers = kind === 'file' && entry.updatedById !== undefined && entry.updatedById !== self.id;
      return deletes && (isChanged || isOthers) ? [`${kind} ${path} was changed since`] : [];
    }),
  ];
}

/** The portal gives such a room its primary link by itself (DocSpace server, FileStorageService.cs). */
function hasPrimaryLink({ type }: Room): boolean {
  return type === 'public' || type === 'form-filling';
}

function describeLink({ kind, primary, title }: Pick<RoomLink, 'kind' | 'primary' | 'title'>): string {
  const isNamed = kind === 'external' && !primary;
  return `${kind} link${isNamed ? ` "${title}"` : ''}`;
}

interface Found {
  readonly kind: 'folder' | 'file';
  readonly path: string;
  readonly entry: Entry;
}

async function listEntries(folderId: number, path: string, portal: PortalReader): Promise<Found[]> {
  const { folders, files } = await portal.folder(folderId);
  const inner = await Promise.all(folders.map((one) => listEntries(one.id, `${path}${one.title}/`, portal)));
  return [
    ...files.map((entry): Found => ({ kind: 'file', path: `${path}${entry.title}`, entry })),
    ...folders.map((entry): Found => ({ kind: 'folder', path: `${path}${entry.title}/`, entry })),
    ...inner.flat(),
  ];
}
