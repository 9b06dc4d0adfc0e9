import { type Content, storeContent } from './library.ts';
import type { State } from './state.ts';

/** Stores a text as the portal keeps it: in UTF-8. */
export function storeText(state: State, text: string): Content {
  return storeContent(state.library, Buffer.from(text, 'utf8'));
}
