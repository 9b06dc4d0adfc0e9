/**
 * Whether a value of JSON can be stored: PostgreSQL takes no text with the character U+0000, nor one with half of a surrogate pair.
 * Neither stands in what people write.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, child]) => isStorable(key) && isStorable(child));
}

/** The same text with the replacement character in place of what cannot be stored. */
export function makeStorable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** JSON for the database, its texts made storable. */
export function writeStorable(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => (typeof child === 'string' ? makeStorable(child) : child));
}
