import type { TotalsById } from './totals.ts';

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
