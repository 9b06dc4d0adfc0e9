import type { Portal } from '../portal.ts';
import type { Account } from './records.ts';
import { type Entry, rootOf } from './sections.ts';
import { may } from './security.ts';
import { folderType } from './vendor-numbers.ts';

/** What a person keeps for themselves: favorites, or files opened lately. */
export type OwnList = 'favorites' | 'recent';

/** Puts an entry at the end of somebody's list; one that is in it already moves there. */
export function keepEntry(portal: Portal, account: Account, { list, id }: { list: OwnList; id: number }): void {
  const lists = portal.state.library[list];
  lists.set(account.id, new Set([...without(lists.get(account.id), id), id]));
}

/** Takes an entry out of somebody's list, if it is in it. */
export function dropEntry(portal: Portal, account: Account, { list, id }: { list: OwnList; id: number }): void {
  const lists = portal.state.library[list];
  if (lists.get(account.id)?.has(id)) lists.set(account.id, new Set(without(lists.get(account.id), id)));
}

function without(own: Iterable<number> | undefined, id: number): number[] {
  return [...(own ?? [])].filter((it) => it !== id);
}

/** Whether an entry is among somebody's favorites. */
export function isFavorite(portal: Portal, account: Account, { id }: Entry): boolean {
  return portal.state.library.favorites.get(account.id)?.has(id) ?? false;
}

/** What of somebody's list is still there for them, the latest first. What lies in the Trash is not shown. */
export function ownEntries(portal: Portal, account: Account, list: OwnList): Entry[] {
  const { folders, files, library } = portal.state;
  return [...(library[list].get(account.id) ?? [])]
    .toReversed()
    .map((id) => files.get(id) ?? folders.get(id))
    .filter((entry) => entry !== undefined)
    .filter((entry) => may(portal.state, account, { action: 'Read', entry }))
    .filter((entry) => rootOf(portal.state, entry).folderType !== folderType.trash);
}
