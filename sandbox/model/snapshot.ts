import * as z from 'zod';
import { dumpLibrary, LibrarySnapshot, loadLibrary } from './library.ts';
import {
  Account,
  ApiKey,
  File,
  Folder,
  Group,
  Operation,
  PortalSettings,
  Relation,
  Sequences,
  Share,
  TemplateJobs,
  WebhookConfig,
  WebhookLogEntry,
} from './records.ts';
import {
  createState,
  putAccount,
  putFile,
  putFolder,
  putGroup,
  putKey,
  putShare,
  relate,
  type State,
  watchState,
} from './state.ts';
import { upgradeSnapshot } from './upgrade-snapshot.ts';

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
  next: Sequences,
});
type Snapshot = z.infer<typeof Snapshot>;

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

/** Forgets what was under way when a state was kept: nobody would ever finish it. */
export function forgetUnfinished(state: State): void {
  const { room, template } = state.templateJobs;
  state.templateJobs = { ...(room?.isCompleted && { room }), ...(template?.isCompleted && { template }) };
  for (const operation of [...state.operations.values()])
    if (!operation.finished) state.operations.delete(operation.id);
}

/** The state that `dumpState` wrote. Throws a `ZodError` for anything else. */
export function loadState(json: unknown): State {
  const snapshot = Snapshot.parse(upgradeSnapshot(json));
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
  state.templateJobs = snapshot.templateJobs;
  state.webhooks = new Map(snapshot.webhooks.map((config) => [config.id, config]));
  state.webhookLog = new Map(snapshot.webhookLog.map((entry) => [entry.id, entry]));
  state.settings = snapshot.settings;
  state.next = snapshot.next;
  forgetUnfinished(state);
  return watchState(state);
}
