import type { Share } from './records.ts';
import type { TotalsById } from './totals.ts';
import { folderType } from './vendor-numbers.ts';

/** What is looked up often. Derived from the records, never dumped. */
export interface Indexes {
  accountByEmail: Map<string, string>;
  accountByUserName: Map<string, string>;
  groupsByMember: Map<string, Set<string>>;
  foldersByParent: Map<number, Set<number>>;
  filesByParent: Map<number, Set<number>>;
  roomsByOwner: Map<string, Set<number>>;
  entriesBySubject: Map<string, Set<number>>;
  keyByValue: Map<string, string>;
  /** Entry and own id of a link by its key. */
  linkByToken: Map<string, { entryId: number; subjectId: string }>;
  /** Section roots by `${folderType}:${createdBy}` for personal ones, by `${folderType}` for shared ones. */
  rootByName: Map<string, number>;
  /** What is in each folder, all levels below it counted. */
  totals: TotalsById;
  /** The entries of links by the link's id. */
  entryByLink: Map<string, number>;
}

/** Empty indexes. */
export function createIndexes(): Indexes {
  return {
    accountByEmail: new Map(),
    accountByUserName: new Map(),
    groupsByMember: new Map(),
    foldersByParent: new Map(),
    filesByParent: new Map(),
    roomsByOwner: new Map(),
    entriesBySubject: new Map(),
    keyByValue: new Map(),
    linkByToken: new Map(),
    rootByName: new Map(),
    totals: new Map(),
    entryByLink: new Map(),
  };
}

/** Adds a value to the set under a key. */
export function addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const values = index.get(key);
  if (values) values.add(value);
  else index.set(key, new Set([value]));
}

/** Takes a value out of the set under a key. */
export function removeFrom<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const values = index.get(key);
  if (!values) return;
  values.delete(value);
  if (values.size === 0) index.delete(key);
}

/** The parent of section roots. */
export const noParent = 0;

/** The name of a section root in the index: My and Trash are each person's own, the others the portal's. */
export function rootName(type: number, ownerId: string): string {
  return type === folderType.user || type === folderType.trash ? `${type}:${ownerId}` : String(type);
}

/** Notes where a share row is. */
export function indexShare(indexes: Indexes, share: Share): void {
  addTo(indexes.entriesBySubject, share.subjectId, share.entryId);
  if (!share.link) return;
  indexes.linkByToken.set(share.link.token, share);
  indexes.entryByLink.set(share.subjectId, share.entryId);
}

/** Forgets where a share row was. */
export function unindexShare(indexes: Indexes, share: Share): void {
  removeFrom(indexes.entriesBySubject, share.subjectId, share.entryId);
  if (!share.link) return;
  indexes.linkByToken.delete(share.link.token);
  indexes.entryByLink.delete(share.subjectId);
}
