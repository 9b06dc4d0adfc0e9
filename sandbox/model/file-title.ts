import type { State } from './state.ts';
import { filesIn, subfolders } from './sections.ts';

/** The extension with its dot in lower case; empty when there is none. */
export function extensionOf(title: string): string {
  const at = title.lastIndexOf('.');
  return at < 0 ? '' : title.slice(at).toLowerCase();
}

/** The title, with ` (1)`, ` (2)` … before the extension when a file of that title is in the folder already. */
export function freeTitle(state: State, folderId: number, title: string): string {
  const extension = title.slice(title.length - extensionOf(title).length);
  return numberTitle(filesIn(state, folderId), { stem: title.slice(0, title.length - extension.length), extension });
}

/** The title of a folder, with ` (1)`, ` (2)` … when a folder of that title is beside it already. */
export function freeFolderTitle(state: State, folderId: number, title: string): string {
  return numberTitle(subfolders(state, folderId), { stem: title, extension: '' });
}

function numberTitle(others: readonly { title: string }[], title: TitleParts): string {
  return numberName(title, new Set(others.map((other) => other.title.toLowerCase())));
}

/** A name, with a number before its extension when it is among the taken ones, which are in lower case. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const extension = name.slice(name.length - extensionOf(name).length);
  return numberName({ stem: name.slice(0, name.length - extension.length), extension }, taken);
}

interface TitleParts {
  stem: string;
  extension: string;
}

function numberName({ stem, extension }: TitleParts, taken: ReadonlySet<string>): string {
  let free = `${stem}${extension}`;
  for (let number = 1; taken.has(free.toLowerCase()); number++) free = `${stem} (${number})${extension}`;
  return free;
}
