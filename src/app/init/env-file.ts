import { parseEnv } from 'node:util';

interface MergedEnv {
  readonly text: string;
  /** Names whose value in the file was another one. */
  readonly replaced: readonly string[];
}

/** Other names by which the same setting may be given, and which must not stand beside it. */
export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  readonly otherNames: readonly string[];
}

const introduction =
  '# Settings of Concierge; docs/reference/config.md describes them all. Keep this file to yourself: it holds a key.\n';

/**
 * The text of `.env` with these settings in it. Every other line stays as it is. A setting takes the place of its own line, or of the
 * line of the example that is commented out; lines that give it under another name become comments.
 */
export function mergeEnv(before: string, entries: readonly EnvEntry[]): MergedEnv {
  const values = parseEnv(before);
  let text = before === '' ? introduction : before;
  const replaced: string[] = [];
  for (const entry of entries) {
    const old = [entry.name, ...entry.otherNames].map((name) => values[name] ?? '').find((value) => value !== '');
    if (old !== undefined && old !== entry.value) replaced.push(entry.name);
    text = putEntry(text, entry);
  }
  return { text, replaced };
}

function putEntry(before: string, { name, value, otherNames }: EnvEntry): string {
  const line = `${name}=${quote(value)}`;
  const text = otherNames.reduce((whole, other) => whole.replaceAll(lineOf(other), (found) => `#${found}`), before);
  const lines = [...text.matchAll(lineOf(name))];
  // What comes last counts: every line of it must say the same.
  if (lines.length > 0) return text.replaceAll(lineOf(name), () => line);
  const example = new RegExp(String.raw`^#[ \t]*${name}=.*$`, 'm');
  if (example.test(text)) return text.replace(example, () => line);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

function lineOf(name: string): RegExp {
  return new RegExp(String.raw`^[ \t]*(?:export[ \t]+)?${name}[ \t]*=.*$`, 'gm');
}

function quote(value: string): string {
  return /^[\w.:/@%+,=~-]*$/.test(value) ? value : `'${value}'`;
}
