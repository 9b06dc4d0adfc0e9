const emptyGuid = '00000000-0000-0000-0000-000000000000';
const emptyDate = '0001-01-01T00:00:00';
const shortEscapes: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};
// System.Text.Json's default encoder keeps Basic Latin only, without what could end an HTML attribute or script.
const escaped = /[^ -~]|["'&+<>`\\]/g;

/**
 * Writes JSON byte for byte as the portal writes a webhook's body (.NET's System.Text.Json with its default encoder and
 * default values left out): properties that are null, 0, false, an empty guid or the empty date do not appear at all.
 */
export function writeDotnetJson(value: unknown): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(writeDotnetJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  const properties = Object.entries(value).filter(([, property]) => !isDefault(property));
  return `{${properties.map(([key, property]) => `${writeString(key)}:${writeDotnetJson(property)}`).join(',')}}`;
}

/** An instant (an ISO text in UTC) cut to whole seconds, as `event.createOn` is. */
export function wholeSeconds(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}

function isDefault(value: unknown): boolean {
  if (value === null || value === undefined || value === 0 || value === false) return true;
  return typeof value === 'string' && (value === emptyGuid || value.startsWith(emptyDate));
}

function writeString(text: string): string {
  return `"${text.replace(escaped, escapeUnit)}"`;
}

function escapeUnit(unit: string): string {
  const code = unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return shortEscapes[unit] ?? `\\u${code}`;
}
