import { codeOf } from '../base/error-code.ts';
/** Variables by name, as the environment has them. An empty value means unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads a text file; throws when it cannot. */
export type ReadFile = (path: string) => string;

export interface Reading {
  readonly value?: string;
  /** What is wrong with where the value should come from; never the value, and no path, which might be a secret put in the wrong place. */
  readonly issue?: string;
}

interface Sources {
  /** The first that mentions a setting decides, even when it mentions it as empty. */
  readonly layers: readonly Variables[];
  readonly readFile: ReadFile;
}

/** Finds the text of a setting by its names, the preferred one first; each name may also be given as `NAME_FILE`. */
export function readSetting(names: readonly string[], { layers, readFile }: Sources): Reading {
  const fileNames = names.map((name) => `${name}_FILE`);
  const layer = layers.find((candidate) => [...names, ...fileNames].some((name) => candidate[name] !== undefined));
  if (!layer) return {};
  const direct = firstSet(names, layer);
  const file = firstSet(fileNames, layer);
  if (direct && file) return { issue: `${direct.name} and ${file.name} are both set: keep one` };
  if (file) return readValueFile(file, readFile);
  return direct ? { value: direct.value } : {};
}

function firstSet(names: readonly string[], layer: Variables): { name: string; value: string } | undefined {
  return names.map((name) => ({ name, value: layer[name]?.trim() ?? '' })).find(({ value }) => value !== '');
}

function readValueFile({ name, value: path }: { name: string; value: string }, readFile: ReadFile): Reading {
  try {
    const value = readFile(path).trim();
    return value === '' ? { issue: `${name} names an empty file` } : { value };
  } catch (error) {
    return { issue: `${name} names a file that cannot be read (${codeOf(error) ?? 'unknown reason'})` };
  }
}
