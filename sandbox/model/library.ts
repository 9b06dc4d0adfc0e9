import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Download, type File, type FileVersion, UploadSession } from './records.ts';

/** How somebody wants a section sorted: SortedByType of the vendor. */
export const SectionOrder = z.object({ by: z.number(), isDescending: z.boolean() });
type SectionOrder = z.infer<typeof SectionOrder>;

const OwnEntries = z.array(z.object({ accountId: z.string(), entryIds: z.array(z.number()) }));

/** What is kept of a library. Bytes stand in it once, in base64, whatever the number of files that have them. */
export const LibrarySnapshot = z.object({
  contents: z.array(z.object({ key: z.string(), base64: z.string() })),
  favorites: OwnEntries,
  recent: OwnEntries,
  orders: z.array(SectionOrder.extend({ name: z.string() })),
  uploads: z.array(UploadSession),
  downloads: z.array(Download),
});
type LibrarySnapshot = z.infer<typeof LibrarySnapshot>;

/** A reference to stored bytes, and how many they are. */
export interface Content {
  content: string;
  size: number;
}

/** Bytes, and what each person keeps of entries for themselves. */
export interface Library {
  /** Bytes by their SHA-256. Only `storeContent` adds to it. */
  contents: Map<string, Buffer>;
  /** How many versions of files, chunks and archives refer to a content. Nothing refers to it any more: it is gone. */
  uses: Map<string, number>;
  /** While a log is read, a reference may come after another one went: contents stay until `forgetUnused`. */
  keepsUnused: boolean;
  /** Favorites by account, oldest first. */
  favorites: Map<string, Set<number>>;
  /** Recently opened files by account, oldest first. */
  recent: Map<string, Set<number>>;
  /** Orders by `${accountId}:${section}`. */
  orders: Map<string, SectionOrder>;
  uploads: Map<string, UploadSession>;
  /** Archives of bulk downloads. */
  downloads: Map<string, Download>;
}

/** A library without anything. */
export function createLibrary(): Library {
  return {
    contents: new Map(),
    uses: new Map(),
    keepsUnused: false,
    favorites: new Map(),
    recent: new Map(),
    orders: new Map(),
    uploads: new Map(),
    downloads: new Map(),
  };
}

/** Keeps bytes, equal ones once, until the record that refers to them is stored. */
export function storeContent({ contents }: Library, bytes: Uint8Array): Content {
  const content = createHash('sha256').update(bytes).digest('hex');
  if (!contents.has(content)) contents.set(content, Buffer.from(bytes));
  return { content, size: bytes.length };
}

/** The bytes of a content; none for one that nothing refers to. */
export function readContent({ contents }: Library, { content }: { content: string }): Buffer {
  return contents.get(content) ?? Buffer.alloc(0);
}

/** Counts the references of a record that takes another's place. Contents without any are forgotten. */
function swapContents(library: Library, before: readonly Content[], after: readonly Content[]): void {
  for (const { content } of after) library.uses.set(content, (library.uses.get(content) ?? 0) + 1);
  for (const { content } of before) {
    const uses = (library.uses.get(content) ?? 1) - 1;
    if (uses > 0) library.uses.set(content, uses);
    else forget(library, content);
  }
}

function forget(library: Library, content: string): void {
  library.uses.delete(content);
  if (!library.keepsUnused) library.contents.delete(content);
}

/** Forgets each content that nothing refers to, from now on at once. */
export function forgetUnused(library: Library): void {
  library.keepsUnused = false;
  for (const content of [...library.contents.keys()]) if (!library.uses.has(content)) forget(library, content);
}

/** Stores an upload session, new or changed; `undefined` forgets it. */
export function putUpload(library: Library, id: string, session: UploadSession | undefined): void {
  swapContents(library, library.uploads.get(id)?.chunks ?? [], session?.chunks ?? []);
  if (session) library.uploads.set(id, session);
  else library.uploads.delete(id);
}

/** Stores an archive for its download; `undefined` forgets it. */
export function putDownload(library: Library, id: string, download: Download | undefined): void {
  const known = library.downloads.get(id);
  swapContents(library, known ? [known] : [], download ? [download] : []);
  if (download) library.downloads.set(id, download);
  else library.downloads.delete(id);
}

/** The library as plain records. */
export function dumpLibrary(library: Library): LibrarySnapshot {
  const list = (own: Map<string, Set<number>>) =>
    [...own].map(([accountId, entries]) => ({ accountId, entryIds: [...entries] }));
  return {
    contents: [...library.contents]
      .filter(([key]) => library.uses.has(key))
      .map(([key, bytes]) => ({ key, base64: bytes.toString('base64') })),
    favorites: list(library.favorites),
    recent: list(library.recent),
    orders: [...library.orders].map(([name, order]) => ({ name, ...order })),
    uploads: [...library.uploads.values()],
    downloads: [...library.downloads.values()],
  };
}

/** The library that `dumpLibrary` wrote. References of files are counted when these are stored. */
export function loadLibrary(snapshot: LibrarySnapshot): Library {
  const library = createLibrary();
  const read = (own: z.infer<typeof OwnEntries>) =>
    new Map(own.map(({ accountId, entryIds }) => [accountId, new Set(entryIds)] as const));
  for (const { key, base64 } of snapshot.contents) library.contents.set(key, Buffer.from(base64, 'base64'));
  for (const session of snapshot.uploads) putUpload(library, session.id, session);
  for (const download of snapshot.downloads) putDownload(library, download.id, download);
  library.orders = new Map(snapshot.orders.map(({ name, ...order }) => [name, order]));
  return { ...library, favorites: read(snapshot.favorites), recent: read(snapshot.recent) };
}

/** All versions of a file, the latest first. */
export function versionsOf(file: File): FileVersion[] {
  return [file, ...file.history.toReversed()];
}

/** Counts what a file refers to in all its versions when it takes another's place, appears or goes. */
export function swapFile(library: Library, before: File | undefined, after: File | undefined): void {
  swapContents(library, before ? versionsOf(before) : [], after ? versionsOf(after) : []);
}
