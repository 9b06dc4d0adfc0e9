import * as z from 'zod';
import { type Library, putDownload, putUpload, SectionOrder } from '../model/library.ts';
import {
  Account,
  ApiKey,
  Download,
  File,
  Folder,
  Group,
  Operation,
  PortalSettings,
  Sequences,
  Share,
  TemplateJobs,
  UploadSession,
  WebhookConfig,
  WebhookLogEntry,
} from '../model/records.ts';
import {
  putAccount,
  putFile,
  putFolder,
  putGroup,
  putKey,
  putShare,
  removeAccount,
  removeFile,
  removeFolder,
  removeGroup,
  removeKey,
  removeShare,
  shareKey,
  type State,
} from '../model/state.ts';

/** A collection whose records are written one by one, as they change. Keys are texts or numbers. */
interface Records {
  list(state: State): Iterable<readonly [key: unknown, value: unknown]>;
  /** The record as it is now; undefined when it is gone. */
  find(state: State, key: unknown): unknown;
  /** Takes what `find` gave, after JSON. Throws a `ZodError` for anything else. */
  put(state: State, key: unknown, value: unknown): void;
  remove(state: State, key: unknown): void;
}

/** Something small that is written as a whole when its text has changed. */
interface Value {
  read(state: State): unknown;
  write(state: State, value: unknown): void;
}

type Kept =
  | Exclude<keyof State, 'indexes' | 'roomOrders' | 'changes' | 'library'>
  | Exclude<keyof Library, 'uses' | 'keepsUnused'>;
type ValueName = 'tags' | 'templateJobs' | 'settings' | 'next';

/**
 * How each collection of the state, and of its library, gets into the state file. To add a kind of record: put its map into `State` and
 * `createState` (maps are watched by themselves, a set or delete on one is noted) and add its line here; the compiler
 * asks for it. `plain` is enough for a map without indexes, `sets` for a map of sets (named in `mapsOfSets` of
 * model/state.ts, too), and an object or list that stays small goes to `values`. Records are replaced, never changed
 * in place: a change that is not set is not seen.
 */
export const records: Record<Exclude<Kept, ValueName>, Records> = {
  contents: contents(),
  accounts: indexed((state) => state.accounts, { schema: Account, put: putAccount, remove: removeAccount }),
  groups: indexed((state) => state.groups, { schema: Group, put: putGroup, remove: removeGroup }),
  folders: indexed((state) => state.folders, { schema: Folder, put: putFolder, remove: removeFolder }),
  files: indexed((state) => state.files, { schema: File, put: putFile, remove: removeFile }),
  shares: shareRows(),
  guestsOf: sets((state) => state.guestsOf, z.string(), z.string()),
  exclusions: sets((state) => state.exclusions, z.number(), z.string()),
  pins: sets((state) => state.pins, z.string(), z.number()),
  keys: indexed((state) => state.keys, { schema: ApiKey, put: putKey, remove: removeKey }),
  sessions: plain((state) => state.sessions, z.string(), z.string()),
  operations: plain((state) => state.operations, z.string(), Operation),
  webhooks: plain((state) => state.webhooks, z.number(), WebhookConfig),
  webhookLog: plain((state) => state.webhookLog, z.number(), WebhookLogEntry),
  favorites: sets((state) => state.library.favorites, z.string(), z.number()),
  recent: sets((state) => state.library.recent, z.string(), z.number()),
  orders: plain((state) => state.library.orders, z.string(), SectionOrder),
  uploads: indexed((state) => state.library.uploads, {
    schema: UploadSession,
    put: ({ library }, session) => putUpload(library, session.id, session),
    remove: ({ library }, id) => putUpload(library, id, undefined),
  }),
  downloads: indexed((state) => state.library.downloads, {
    schema: Download,
    put: ({ library }, download) => putDownload(library, download.id, download),
    remove: ({ library }, id) => putDownload(library, id, undefined),
  }),
};

/** See `records`. */
export const values: Record<ValueName, Value> = {
  tags: {
    read: (state) => [...state.tags],
    write: (state, value) => (state.tags = new Set(z.array(z.string()).parse(value))),
  },
  templateJobs: {
    read: (state) => state.templateJobs,
    write: (state, value) => (state.templateJobs = TemplateJobs.parse(value)),
  },
  settings: {
    read: (state) => state.settings,
    write: (state, value) => (state.settings = PortalSettings.parse(value)),
  },
  next: { read: (state) => state.next, write: (state, value) => (state.next = Sequences.parse(value)) },
};

type MapOf<K, V> = (state: State) => Map<K, V>;

function indexed<K extends string | number, V extends { id: K }>(
  mapOf: MapOf<K, V>,
  how: {
    schema: z.ZodType<V>;
    put: (state: State, record: V) => void;
    remove: (state: State, key: K) => void;
  },
): Records {
  return {
    list: mapOf,
    find: (state, key) => findIn(mapOf(state), key),
    put: (state, _key, value) => how.put(state, how.schema.parse(value)),
    remove(state, key) {
      const known = findIn(mapOf(state), key);
      if (known) how.remove(state, known.id);
    },
  };
}

function plain<K, V>(mapOf: MapOf<K, V>, keys: z.ZodType<K>, schema: z.ZodType<V>): Records {
  return {
    list: mapOf,
    find: (state, key) => findIn(mapOf(state), key),
    put: (state, key, value) => mapOf(state).set(keys.parse(key), schema.parse(value)),
    remove: (state, key) => mapOf(state).delete(keys.parse(key)),
  };
}

function sets<K, V>(mapOf: MapOf<K, Set<V>>, keys: z.ZodType<K>, members: z.ZodType<V>): Records {
  const schema = z.array(members);
  return {
    *list(state) {
      for (const [key, set] of mapOf(state)) yield [key, [...set]];
    },
    find(state, key) {
      const set = findIn(mapOf(state), key);
      return set && [...set];
    },
    put: (state, key, value) => mapOf(state).set(keys.parse(key), new Set(schema.parse(value))),
    remove: (state, key) => mapOf(state).delete(keys.parse(key)),
  };
}

// Bytes in base64. They are logged once, when they come, whatever refers to them.
function contents(): Records {
  const toText = (bytes: Buffer | undefined) => bytes?.toString('base64');
  return {
    *list({ library }) {
      for (const [key, bytes] of library.contents) if (library.uses.has(key)) yield [key, toText(bytes)];
    },
    find: ({ library }, key) => toText(findIn(library.contents, key)),
    put: ({ library }, key, value) =>
      library.contents.set(z.string().parse(key), Buffer.from(z.string().parse(value), 'base64')),
    remove: ({ library }, key) => library.contents.delete(z.string().parse(key)),
  };
}

function shareRows(): Records {
  return {
    *list(state) {
      for (const rows of state.shares.values())
        for (const row of rows) yield [shareKey(row.entryId, row.subjectId), row];
    },
    find(state, key) {
      const [entryId, subjectId] = readShareKey(key);
      return state.shares.get(entryId)?.find((row) => row.subjectId === subjectId);
    },
    put: (state, _key, value) => putShare(state, Share.parse(value)),
    remove: (state, key) => removeShare(state, ...readShareKey(key)),
  };
}

function readShareKey(key: unknown): [entryId: number, subjectId: string] {
  const [entryId = '', ...rest] = z.string().parse(key).split('/');
  return [Number(entryId), rest.join('/')];
}

// A key was noted by the same map, so one of another type is in no map.
function findIn<K, V>(map: ReadonlyMap<K, V>, key: unknown): V | undefined {
  const found: ReadonlyMap<unknown, V> = map;
  return found.get(key);
}
