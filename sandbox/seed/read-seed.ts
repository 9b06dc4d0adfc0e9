import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { StartError } from '../start-error.ts';
import { type CompleteSeed, PortalSeed } from './portal-seed.ts';

/** A seed as a program gives it, its defaults filled in. Throws a `StartError` that names each wrong field. */
export function parseSeed(value: unknown): CompleteSeed {
  const parsed = PortalSeed.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StartError(`The seed is wrong:\n${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

/** A seed from a JSON file. Throws a `StartError` that names the file. */
export function readSeedFile(path: string): CompleteSeed {
  try {
    return parseSeed(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The seed file ${path} cannot be used. ${reason}`, { cause: error });
  }
}
