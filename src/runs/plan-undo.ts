import { AppError } from '../base/errors.ts';
import type { Entry } from '../docspace/entry.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { KeptItem } from '../plan/facts.ts';
import { roomAccountsOf } from './room-accounts.ts';
import type { FollowUpRecords, KeptRoom, KeptRoomRecords, RunRecords, StoredRun } from './records.ts';
import type { RunRoom } from './run.ts';

/** What taking a run back would do. Plain JSON. */
export interface UndoPlan {
  readonly runId: string;
  readonly room?: RunRoom;
  /** `archive` and `delete` end the whole room, which the run made; `items` takes single things out of a room that was there before. */
  readonly kind: 'archive' | 'delete' | 'items' | 'nothing';
  readonly items: readonly KeptItem[];
  readonly keptRoomId?: number;
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
}

/**
 * What can be taken back of what a run made. Reads only.
 * Errors: `not-found` for an unknown run; `conflict` for one that is under way.
 */
export async function planUndo(runId: string, deletes: boolean, parts: UndoParts): Promise<UndoPlan> {
  const run = await findRun(runId, parts);
  const kept = await findKept(run, parts);
  const items = itemsOf(kept, runId);
  const cannot = [...(await parts.followUps.ofRun(runId)), ...items.flatMap(accountThatStays)];
  const room = await findRoom(kept?.roomId, parts.portal);
  if (!kept || !room) return { runId, ...planItems([]), cannot };
  const named = { runId, room: { id: room.id, title: room.title, url: room.url }, keptRoomId: kept.id, cannot };
  if (!kept.isMadeByRun) return { ...named, ...planItems(items) };
  if (room.archived && !deletes) return { ...named, ...planItems([]) };
  const refusals = await strangeIn(room.id, kept.items, { deletes, portal: parts.portal });
  const lines = deletes
    ? [`delete room "${room.title}" (${room.id}) with everything in it`]
    : [`remove guests and links from room "${room.title}" (${room.id})`, 'archive it'];
  return { ...named, kind: deletes ? 'delete' : 'archive', items: [], lines, refusals };
}

function planItems(items: readonly KeptItem[]): Pick<UndoPlan, 'kind' | 'items' | 'lines' | 'refusals'> {
  const lines = items.map(({ item }) => `remove ${item.replace(':', ' ')}`);
  return { kind: items.length > 0 ? 'items' : 'nothing', items, lines, refusals: [] };
}

async function findRun(runId: string, { runs }: UndoParts): Promise<StoredRun> {
  const run = await runs.find(runId);
  if (!run) throw new AppError('not-found', `There is no run ${runId}.`, { hint: 'List them: concierge runs list' });
  if (run.endedAt !== undefined || run.state === 'waiting') return run;
  throw new AppError('conflict', `Run ${runId} is ${run.state}.`, { hint: 'Wait until it has ended.' });
}

type Kept = KeptRoom & { readonly isMadeByRun: boolean };

async function findKept(run: StoredRun, { keptRooms }: UndoParts): Promise<Kept | undefined> {
  if (run.room === undefined) return undefined;
  const making = await keptRooms.findByRoom(run.room.id);
  const kept = making && (await keptRooms.find(making.blueprint, making.key));
  return kept && { ...kept, isMadeByRun: making.runId === run.id };
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
  return email === undefined ? [] : [`the account that the portal may have made for ${email} stays`];
}

interface Question {
  readonly deletes: boolean;
  readonly portal: PortalReader;
}

/** What is in the room that no run of ours put there: somebody relies on it. */
async function strangeIn(roomId: number, items: readonly KeptItem[], { deletes, portal }: Question): Promise<string[]> {
  const ours = new Set(
    items.map(({ item, portalId }) =>
      item.startsWith('member:') ? item : `${item.split(':', 1)[0] ?? ''} ${portalId}`,
    ),
  );
  const [members, entries, self] = await Promise.all([
    portal.members(roomId),
    listEntries(roomId, '', portal),
    portal.self(),
  ]);
  const added = members.filter((member) => !member.isOwner && !roomAccountsOf(member).some((item) => ours.has(item)));
  return [
    ...added.map(({ name }) => `${name} was added by somebody`),
    ...entries.flatMap(({ kind, path, entry }) => {
      if (!ours.has(`${kind} ${entry.id}`)) return [`${kind} ${path} was added by somebody`];
      const isChanged = kind === 'file' && (entry.version ?? 1) > 1;
      const isOthers = kind === 'file' && entry.updatedById !== undefined && entry.updatedById !== self.id;
      return deletes && (isChanged || isOthers) ? [`${kind} ${path} was changed since`] : [];
    }),
  ];
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
