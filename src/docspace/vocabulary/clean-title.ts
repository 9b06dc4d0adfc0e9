/** Longest titles that the portal takes: rooms 170, folders and files 165 (DocSpace server, Global.cs and the request DTOs). */
export const titleLimits = { room: 170, entry: 165 } as const;

const replaced = new Set(['\t', '*', '+', ':', '"', '<', '>', '?', '|', '\\', '/']);

/**
 * The title as the portal will store it: trimmed, each character it does not take replaced by `_` (a surrogate pair by two), cut at the
 * limit, and trimmed again, since the portal trims what it is sent. Compare titles only after this (DocSpace server, Global.cs).
 */
export function cleanTitle(title: string, limit: number = titleLimits.entry): string {
  const units = title.trim().split('');
  return units
    .map((unit) => (replaced.has(unit) || isSurrogate(unit) ? '_' : unit))
    .join('')
    .slice(0, limit)
    .trimEnd();
}

function isSurrogate(unit: string): boolean {
  const code = unit.charCodeAt(0);
  return code >= 0xd800 && code <= 0xdfff;
}
