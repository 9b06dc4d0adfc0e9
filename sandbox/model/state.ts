import * as z from 'zod';
import {
  Account,
  ApiKey,
  File,
  Folder,
  Group,
  Operation,
  PortalSettings,
  Relation,
  Share,
  TemplateJobs,
  defaultSettings,
  withoutUnfinished,
  WebhookConfig,
  WebhookLogEntry,
} from './records.ts';
import { createLibrary, dumpLibrary, type Library, LibrarySnapshot, loadLibrary, swapFile } from './library.ts';
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

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const Snapshot = z.object({
  accounts: z.array(Account),
  relations: z.array(Relation),
  groups: z.array(Group),
  folders: z.array(Folder),
  files: z.array(File),
  shares: z.array(Share),
  exclusions: z.array(z.object({ roomId: z.number(), accountIds: z.array(z.string()) })).default([]),
  tags: z.array(z.string()),
  pins: z.array(z.object({ accountId: z.string(), roomIds: z.array(z.number()) })),
  keys: z.array(ApiKey),
  sessions: z.array(z.object({ token: z.string(), accountId: z.string() })),
  operations: z.array(Operation),
  templateJobs: TemplateJobs.default({}),
  webhooks: z.array(WebhookConfig),
  webhookLog: z.array(WebhookLogEntry),
  settings: PortalSettings,
  library: LibrarySnapshot,
  next: z.object({ entry: z.number(), webhook: z.number(), webhookLog: z.number(), operation: z.number() }),
});
type Snapshot = z.infer<typeof Snapshot>;

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
  templateJobs: Snapshot['templateJobs'];
  webhooks: Map<number, WebhookConfig>;
  webhookLog: Map<number, WebhookLogEntry>;
  settings: PortalSettings;
  /** The bytes of files, and what each person keeps of entries for themselves. */
  library: Library;
  next: Snapshot['next'];
  indexes: Indexes;
}

/** A portal without accounts. Its section roots are made when they are first asked for. */
export function createState(): State {
  return {
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
  };
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
  for (const guests of state.guestsOf.values()) guests.delete(id);
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
  if (folder.room) addTo(state.indexes.roomsByOwner, folder.createdBy, folder.id);
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
  for (const pinned of state.pins.values()) pinned.delete(id);
}

function unindexFolder(state: State, folder: Folder): void {
  removeFrom(state.indexes.foldersByParent, folder.parentId, folder.id);
  if (folder.room) removeFrom(state.indexes.roomsByOwner, folder.createdBy, folder.id);
}

/** Stores a file, new, changed or moved. */
export function putFile(state: State, file: File): void {
  const known = state.files.get(file.id);
  if (known) removeFrom(state.indexes.filesByParent, known.parentId, known.id);
  swapFile(state.library, known, file);
  state.files.set(file.id, file);
  addTo(state.indexes.filesByParent, file.parentId, file.id);
}

/** Forgets a file and its share rows. */
export function removeFile(state: State, id: number): void {
  const file = state.files.get(id);
  if (!file) return;
  removeFrom(state.indexes.filesByParent, file.parentId, id);
  state.files.delete(id);
  swapFile(state.library, file, undefined);
  removeShares(state, id);
}

/** Stores a share row; a row of the same subject on the same entry is replaced in place. */
export function putShare(state: State, share: Share): void {
  const rows = state.shares.get(share.entryId) ?? [];
  const at = rows.findIndex((row) => row.subjectId === share.subjectId);
  if (at < 0) rows.push(share);
  else rows[at] = share;
  state.shares.set(share.entryId, rows);
  indexShare(state.indexes, share);
}

/** Forgets the row of one subject on one entry. */
export function removeShare(state: State, entryId: number, subjectId: string): void {
  const known = state.shares.get(entryId) ?? [];
  const rows = known.filter((row) => row.subjectId !== subjectId);
  if (rows.length > 0) state.shares.set(entryId, rows);
  else state.shares.delete(entryId);
  for (const row of known) if (row.subjectId === subjectId) unindexShare(state.indexes, row);
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

/** The whole state as plain JSON. */
export function dumpState(state: State): JsonValue {
  const snapshot: Snapshot = {
    accounts: [...state.accounts.values()],
    relations: [...state.guestsOf].flatMap(([inviterId, guests]) =>
      [...guests].map((guestId) => ({ inviterId, guestId })),
    ),
    groups: [...state.groups.values()],
    folders: [...state.folders.values()],
    files: [...state.files.values()],
    shares: [...state.shares.values()].flat(),
    exclusions: [...state.exclusions].map(([roomId, accounts]) => ({ roomId, accountIds: [...accounts] })),
    tags: [...state.tags],
    pins: [...state.pins].map(([accountId, rooms]) => ({ accountId, roomIds: [...rooms] })),
    keys: [...state.keys.values()],
    sessions: [...state.sessions].map(([token, accountId]) => ({ token, accountId })),
    operations: [...state.operations.values()],
    templateJobs: state.templateJobs,
    webhooks: [...state.webhooks.values()],
    webhookLog: [...state.webhookLog.values()],
    settings: state.settings,
    library: dumpLibrary(state.library),
    next: state.next,
  };
  return z.json().parse(JSON.parse(JSON.stringify(snapshot)));
}

/** The state that `dumpState` wrote. Throws a `ZodError` for anything else. */
export function loadState(json: unknown): State {
  const snapshot = Snapshot.parse(json);
  const state = createState();
  state.library = loadLibrary(snapshot.library);
  for (const account of snapshot.accounts) putAccount(state, account);
  for (const relation of snapshot.relations) relate(state, relation);
  for (const group of snapshot.groups) putGroup(state, group);
  for (const folder of snapshot.folders) putFolder(state, folder);
  for (const file of snapshot.files) putFile(state, file);
  for (const share of snapshot.shares) putShare(state, share);
  for (const key of snapshot.keys) putKey(state, key);
  for (const { roomId, accountIds } of snapshot.exclusions) state.exclusions.set(roomId, new Set(accountIds));
  state.tags = new Set(snapshot.tags);
  state.pins = new Map(snapshot.pins.map((pin) => [pin.accountId, new Set(pin.roomIds)]));
  state.sessions = new Map(snapshot.sessions.map((session) => [session.token, session.accountId]));
  state.operations = new Map(snapshot.operations.map((operation) => [operation.id, operation]));
  state.templateJobs = withoutUnfinished(snapshot.templateJobs);
  state.webhooks = new Map(snapshot.webhooks.map((config) => [config.id, config]));
  state.webhookLog = new Map(snapshot.webhookLog.map((entry) => [entry.id, entry]));
  state.settings = snapshot.settings;
  state.next = snapshot.next;
  return state;
}
