import { styleText } from 'node:util';
import { isRecord, parseJson } from './json.ts';

/** So much of a field is shown: who wants all of it reads JSON. */
const longestValue = 160;

type Tone = 'red' | 'yellow' | 'dim';

const tones = new Map<unknown, Tone>([
  ['error', 'red'],
  ['warn', 'yellow'],
  ['debug', 'dim'],
]);

/**
 * A JSON line of the log as a person reads it: local time, level, message, fields as `name=value`. Of an error its message is shown, not
 * its stack. Control characters, which come from outside, become spaces. What is no such line stays as it is.
 */
export function renderLogText(line: string, isColourful: boolean): string {
  const entry = parseJson(line);
  if (!isRecord(entry)) return line;
  const { level, time, msg, ...fields } = entry;
  const paint = (tone: Tone | undefined, text: string): string =>
    isColourful && tone ? styleText(tone, text, { validateStream: false }) : text;
  const shown = Object.entries(fields).map(([name, value]) => paint('dim', disarm(`${name}=${renderValue(value)}`)));
  return `${[paint('dim', clock(time)), paint(tones.get(level), String(level).padEnd(5)), disarm(String(msg)), ...shown].join(' ')}\n`;
}

function clock(time: unknown): string {
  const date = new Date(String(time));
  return Number.isNaN(date.getTime()) ? '--:--:--' : date.toTimeString().slice(0, 8);
}

function renderValue(value: unknown): string {
  const plain = isRecord(value) && typeof value['message'] === 'string' ? value['message'] : value;
  const text = typeof plain === 'string' && /^[^\s"=]+$/.test(plain) ? plain : JSON.stringify(plain);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function disarm(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
