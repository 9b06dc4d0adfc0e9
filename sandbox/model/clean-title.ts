/** The longest title of a room. */
export const maxRoomTitle = 170;
/** The longest title of a folder or a file. */
export const maxEntryTitle = 165;

// Written as code units on purpose: an emoji is two of them and becomes two underscores (DocSpace server, Global.cs).
const forbidden = /[\t*+:"<>?|\\/\uD800-\uDFFF]/g;

/** A title as the server stores it: trimmed, forbidden characters replaced by `_`, cut at 170. */
export function cleanTitle(title: string): string {
  return title.trim().replace(forbidden, '_').slice(0, maxRoomTitle);
}
