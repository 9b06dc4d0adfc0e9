import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { StartError } from '../start-error.ts';
import { type CheckedSeed, SeedFrame, WrittenRoom } from './portal-seed.ts';

/** A seed as a program gives it. Throws a `StartError` that names each wrong field. */
export function parseSeed(value: unknown): CheckedSeed {
  const frame = SeedFrame.safeParse(value);
  const issues = frame.success ? frame.data.rooms.flatMap(findIssues) : frame.error.issues;
  if (frame.success && issues.length === 0)
    return { ...frame.data, rooms: frame.data.rooms.map((room) => JSON.stringify(room)) };
  throw new StartError(`The seed is wrong:\n${z.prettifyError({ issues })}`);
}

function findIssues(room: unknown, index: number): z.core.$ZodIssue[] {
  const parsed = WrittenRoom.safeParse(room);
  return (parsed.error?.issues ?? []).map((issue) => ({ ...issue, path: ['rooms', index, ...issue.path] }));
}

/** A seed from a JSON file. Throws a `StartError` that names the file. */
export function readSeedFile(path: string): CheckedSeed {
  try {
    return parseSeed(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The seed file ${path} cannot be used. ${reason}`, { cause: error });
  }
}
