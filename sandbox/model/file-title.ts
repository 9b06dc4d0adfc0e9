import type { State } from './state.ts';
import { filesIn } from './sections.ts';

/** The extension with its dot in lower case; empty when there is none. */
export function extensionOf(title: string): string {
  const at = title.lastIndexOf('.');
  return at < 0 ? '' : title.slice(at).toLowerCase();
}

/** The title, with ` (1)`, ` (2)` … before the extension when a file of that title is in the folder already. */
export function freeTitle(state: State, folderId: number, title: string): string {
  const taken = new Set(filesIn(state, folderId).map((file) => file.title.toLowerCase()));
  const stem = title.slice(0, title.length - extensionOf(title).length);
  let free = title;
  for (let number = 1; taken.has(free.toLowerCase()); number++) free = `${stem} (${number})${extensionOf(title)}`;
  return free;
}
