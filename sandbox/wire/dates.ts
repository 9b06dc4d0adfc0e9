/** An instant in the portal's wall time with 7 fractional digits and the portal's offset; offset zero is `Z`. */
export function writePortalDate(instant: string, offsetMinutes: number): string {
  const local = new Date(Date.parse(instant) + offsetMinutes * 60_000).toISOString();
  return `${local.slice(0, -1)}0000${writeOffset(offsetMinutes)}`;
}

function writeOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${pad(hours)}:${pad(rest)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Reads a date of a body: a text without an offset is portal time. `undefined` for what is no date. */
export function readPortalDate(source: string, offsetMinutes: number): string | undefined {
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(source);
  const time = Date.parse(hasOffset || !source.includes('T') ? source : `${source}Z`);
  if (Number.isNaN(time)) return undefined;
  return new Date(hasOffset ? time : time - offsetMinutes * 60_000).toISOString();
}
