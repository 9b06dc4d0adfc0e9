/** A pattern of SQL's `ilike` that finds the text anywhere. */
export function toPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
