import { type Changes, createChanges, watchMap } from './changes.ts';
import {
  addTo,
  createIndexes,
  type Indexes,
  indexShare,
  noParent,
  removeFrom,
  rootName,
  unindexShare,
} from './indexes.ts';
import { createLibrary, type Library, swapFile } from './library.ts';
import {
  type Account,
  type ApiKey,
  defaultSettings,
  type File,
  type Folder,
  type Group,
  type Operation,
  type PortalSettings,
  type Relation,
  type Sequences,
  type Share,
  type TemplateJobs,
  type WebhookConfig,
  type WebhookLogEntry,
} from './records.ts';
import { createRoomOrders, type RoomOrders } from './room-orders.ts';
import { addToTotals, totalsOf } from './totals.ts';

/**
 * Everything the portal knows. Read the maps freely; write accounts, folders, files, shares and keys
 * only through the `put…`/`remove…` functions below, which keep the indexes right.
 * Folders and files share one sequence of ids.
 */
export interface State {
  accounts: Map<string, Account>;
  /** Guests by inviter. */
  guestsOf: Map<string, Set<string>>;
  groups: Map<string, Group>;
  folders: Map<number, Folder>;
  files: Map<number, File>;
  /** Share rows by entry. */
  shares: Map<number, Share[]>;
  /** Accounts that somebody else took out of a room: its invitation link does not let them in again. */
  exclusions: Map<number, Set<string>>;
  tags: Set<string>;
  /** Pinned rooms by account. */
  pins: Map<string, Set<number>>;
  keys: Map<string, ApiKey>;
  /** Accounts by login token. */
  sessions: Map<string, string>;
  /** Operations by id, oldest first. */
  operations: Map<string, Operation>;
  /** The latest job of each kind. */
  templateJobs: TemplateJobs;
  webhooks: Map<number, WebhookConfig>;
  webhookLog: Map<number, WebhookLogEntry>;
  settings: PortalSettings;
  /** The bytes of files, and what each person keeps of entries for themselves. */
  library: Library;
  next: Sequences;
  indexes: Indexes;
  /** Sections in the orders that listings ask for. Derived, never dumped. */
  roomOrders: RoomOrders;
  /** What a journal has to write; see journal/record-kinds.ts for how a new kind of record is kept. */
  changes: Changes;
}

/** Maps whose values are sets that are changed in place; they must be got by key before they are. */
const mapsOfSets = ['guestsOf', 'exclusions', 'pins'];

/** A portal without accounts. Its section roots are made when they are first asked for. */
export function createState(): State {
  return watchState({
    accounts: new Map(),
    guestsOf: new Map(),
    groups: new Map(),
    folders: new Map(),
    files: new Map(),
    shares: new Map(),
    exclusions: new Map(),
    tags: new Set(),
    pins: new Map(),
    keys: new Map(),
    sessions: new Map(),
    operations: new Map(),
    templateJobs: {},
    webhooks: new Map(),
    webhookLog: new Map(),
    settings: { ...defaultSettings },
    library: createLibrary(),
    next: { entry: 1, webhook: 1, webhookLog: 1, operation: 1 },
    indexes: createIndexes(),
    roomOrders: createRoomOrders(),
    changes: createChanges(),
  });
}

/**
 * Makes every map of a state, and of its library, tell what changes in it; the rows of `shares` are noted one by one
 * where they are put.
 */
export function watchState(state: State): State {
  for (const [name, value] of [...Object.entries(state), ...Object.entries(state.library)]) {
    if (!(value instanceof Map) || name === 'shares' || name === 'uses') continue;
    watchMap(value, { mark: (key) => state.changes.mark(name, key), ofSets: mapsOfSets.includes(name) });
  }
  return state;
}

/** Hands out the next id of a sequence. */
export function takeId(state: State, sequence: keyof State['next']): number {
  return state.next[sequence]++;
}

/** Stores an account, new or changed. */
export function putAccount(state: State, account: Account): void {
  const known = state.accounts.get(account.id);
  if (known) {
    state.indexes.accountByEmail.delete(known.email.toLowerCase());
    state.indexes.accountByUserName.delete(known.userName.toLowerCase());
  }
  state.accounts.set(account.id, account);
  if (account.email !== '') state.indexes.accountByEmail.set(account.email.toLowerCase(), account.id);
  if (account.userName !== '') state.indexes.accountByUserName.set(account.userName.toLowerCase(), account.id);
}

/** Forgets an account, its relations, keys, pins and every share row it holds. */
export function removeAccount(state: State, id: string): void {
  const account = state.accounts.get(id);
  if (!account) return;
  for (const entryId of [...(state.indexes.entriesBySubject.get(id) ?? [])]) removeShare(state, entryId, id);
  state.guestsOf.delete(id);
  for (const inviterId of [...state.guestsOf.keys()]) state.guestsOf.get(inviterId)?.delete(id);
  for (const key of [...state.keys.values()]) if (key.ownerId === id) removeKey(state, key.id);
  for (const group of state.groups.values()) {
    if (group.memberIds.includes(id))
      putGroup(state, { ...group, memberIds: group.memberIds.filter((it) => it !== id) });
  }
  state.pins.delete(id);
  state.indexes.accountByEmail.delete(account.email.toLowerCase());
  state.indexes.accountByUserName.delete(account.userName.toLowerCase());
  state.accounts.delete(id);
}

/** Stores a group, new or changed. */
export function putGroup(state: State, group: Group): void {
  for (const memberId of state.groups.get(group.id)?.memberIds ?? []) {
    removeFrom(state.indexes.groupsByMember, memberId, group.id);
  }
  state.groups.set(group.id, group);
  for (const memberId of group.memberIds) addTo(state.indexes.groupsByMember, memberId, group.id);
}

/** Forgets a group and its share rows. */
export function removeGroup(state: State, id: string): void {
  const group = state.groups.get(id);
  if (!group) return;
  putGroup(state, { ...group, memberIds: [] });
  state.groups.delete(id);
  for (const entryId of [...(state.indexes.entriesBySubject.get(id) ?? [])]) removeShare(state, entryId, id);
}

/** Notes that a guest belongs to an inviter. */
export function relate(state: State, relation: Relation): void {
  addTo(state.guestsOf, relation.inviterId, relation.guestId);
}

/** Stores a folder, a room or a section root, new, changed or moved. */
export function putFolder(state: State, folder: Folder): void {
  const known = state.folders.get(folder.id);
  if (known) unindexFolder(state, known);
  state.folders.set(folder.id, folder);
  addTo(state.indexes.foldersByParent, folder.parentId, folder.id);
  count(state, folder, 1);
  if (folder.room) addTo(state.indexes.roomsByOwner, folder.createdBy, folder.id);
  if (folder.room) state.roomOrders.put(folder);
  if (folder.parentId === noParent)
    state.indexes.rootByName.set(rootName(folder.folderType, folder.createdBy), folder.id);
}

/** Forgets one folder and its share rows; what is in it must be gone already. */
export function removeFolder(state: State, id: number): void {
  const folder = state.folders.get(id);
  if (!folder) return;
  unindexFolder(state, folder);
  state.folders.delete(id);
  removeShares(state, id);
  state.exclusions.delete(id);
  unpin(state, id);
}

/** Takes a room's pin from everybody. */
export function unpin(state: State, roomId: number): void {
  for (const [accountId, pinned] of [...state.pins])
    // Got by its key, so that the change is seen (see `mapsOfSets`).
    if (pinned.has(roomId)) state.pins.get(accountId)?.delete(roomId);
}

function unindexFolder(state: State, folder: Folder): void {
  removeFrom(state.indexes.foldersByParent, folder.parentId, folder.id);
  count(state, folder, -1);
  if (folder.room) removeFrom(state.indexes.roomsByOwner, folder.createdBy, folder.id);
  if (folder.room) state.roomOrders.remove(folder);
}

// A folder counts with all that is in it, in its parent and in all above.
function count(state: State, entry: Folder | File, sign: 1 | -1): void {
  const { totals } = state.indexes;
  const inside = totalsOf(totals, entry.id);
  const own = 'content' in entry ? { files: 1, folders: 0 } : { files: inside.files, folders: inside.folders + 1 };
  const change = { files: sign * own.files, folders: sign * own.folders };
  addToTotals(totals, { from: entry.parentId, change, parentOf: (id) => state.folders.get(id)?.parentId });
}

/** Stores a file, new, changed or moved. */
export function putFile(state: State, file: File): void {
  const known = state.files.get(file.id);
  if (known) unindexFile(state, known);
  swapFile(state.library, known, file);
  state.files.set(file.id, file);
  addTo(state.indexes.filesByParent, file.parentId, file.id);
  count(state, file, 1);
}

/** Forgets a file and its share rows. */
export function removeFile(state: State, id: number): void {
  const file = state.files.get(id);
  if (!file) return;
  unindexFile(state, file);
  state.files.delete(id);
  swapFile(state.library, file, undefined);
  removeShares(state, id);
}

function unindexFile(state: State, file: File): void {
  removeFrom(state.indexes.filesByParent, file.parentId, file.id);
  count(state, file, -1);
}

/** Stores a share row; a row of the same subject on the same entry is replaced in place. */
export function putShare(state: State, share: Share): void {
  const rows = state.shares.get(share.entryId) ?? [];
  const at = rows.findIndex((row) => row.subjectId === share.subjectId);
  const row = packRow(state, share, rows.at(-1));
  if (at < 0) rows.push(row);
  else rows[at] = row;
  state.shares.set(share.entryId, rows);
  indexShare(state.indexes, row);
  state.changes.mark('shares', shareKey(share.entryId, share.subjectId));
}

// Of half a million rows each would bring texts of its own; the accounts' and the row's before serve all of them. Named
// one by one, the fields need no second object beside the row.
function packRow(state: State, share: Share, before: Share | undefined): Share {
  const idOf = (id: string): string => state.accounts.get(id)?.id ?? id;
  const row: Share = {
    entryId: share.entryId,
    subjectType: share.subjectType,
    subjectId: idOf(share.subjectId),
    access: share.access,
    grantedBy: idOf(share.grantedBy),
    grantedOn: before?.grantedOn === share.grantedOn ? before.grantedOn : share.grantedOn,
  };
  return share.link ? { ...row, link: share.link } : row;
}

/** Forgets the row of one subject on one entry. */
export function removeShare(state: State, entryId: number, subjectId: string): void {
  const known = state.shares.get(entryId) ?? [];
  const rows = known.filter((row) => row.subjectId !== subjectId);
  if (rows.length > 0) state.shares.set(entryId, rows);
  else state.shares.delete(entryId);
  for (const row of known) if (row.subjectId === subjectId) unindexShare(state.indexes, row);
  state.changes.mark('shares', shareKey(entryId, subjectId));
}

/** The name of a share row: its entry and its subject. */
export function shareKey(entryId: number, subjectId: string): string {
  return `${entryId}/${subjectId}`;
}

function removeShares(state: State, entryId: number): void {
  for (const row of [...(state.shares.get(entryId) ?? [])]) removeShare(state, entryId, row.subjectId);
}

/** Stores an API key, new or changed. */
export function putKey(state: State, key: ApiKey): void {
  state.keys.set(key.id, key);
  state.indexes.keyByValue.set(key.value, key.id);
}

/** Forgets an API key. */
export function removeKey(state: State, id: string): void {
  const key = state.keys.get(id);
  if (!key) return;
  state.indexes.keyByValue.delete(key.value);
  state.keys.delete(id);
}
