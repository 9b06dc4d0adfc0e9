import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import * as z from 'zod';
import { forgetUnused } from '../model/library.ts';
import { forgetUnfinished, loadState } from '../model/snapshot.ts';
import { createState, type State } from '../model/state.ts';
import { StartError } from '../start-error.ts';
import { applyChange, type Change } from './write-changes.ts';

/** The first line of a state file; a file without it is a whole state as one JSON document, as older versions wrote it. */
export const headLine = '{"format":"docspace-sandbox-state","version":2}';

const Line = z.array(z.union([z.tuple([z.string(), z.unknown()]), z.tuple([z.string(), z.unknown(), z.unknown()])]));
const chunkBytes = 1024 * 1024;
const newline = 10;

/** Reads the state of an earlier start; undefined when there is no file yet. Throws a `StartError` for a file that is not one. */
export function readStateFile(path: string): State | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return isLog(path) ? readLog(path) : loadState(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StartError(`The state file ${path} cannot be read as a sandbox state; remove it to start afresh.`, {
      cause,
    });
  }
}

function isLog(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(headLine.length);
    readSync(descriptor, start);
    return start.toString() === headLine;
  } finally {
    closeSync(descriptor);
  }
}

function readLog(path: string): State {
  const state = createState();
  state.library.keepsUnused = true;
  for (const line of linesOf(path)) {
    if (line === headLine) continue;
    const changes: Change[] = Line.parse(JSON.parse(line));
    for (const change of changes) applyChange(state, change);
  }
  forgetUnused(state.library);
  forgetUnfinished(state);
  return state;
}

// A last line without its end was being written when the process was killed: its call was never answered.
function* linesOf(path: string): Generator<string> {
  const descriptor = openSync(path, 'r');
  try {
    let parts: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const read = chunk.subarray(0, readSync(descriptor, chunk));
      if (read.length === 0) return;
      let from = 0;
      for (let end = read.indexOf(newline); end >= 0; end = read.indexOf(newline, from)) {
        yield Buffer.concat([...parts, read.subarray(from, end)]).toString('utf8');
        parts = [];
        from = end + 1;
      }
      parts.push(read.subarray(from));
    }
  } finally {
    closeSync(descriptor);
  }
}
