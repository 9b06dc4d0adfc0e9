import type { State } from '../model/state.ts';
import { records, values } from './record-kinds.ts';

/** A change of one record, `[collection, key, record]`, or of a whole value; without a third part the record is gone. */
export type Change = readonly [collection: string, key: unknown, value?: unknown];

const perLine = 200;
/** Bytes of files make a line long; it ends after so many characters of them. */
const perLineText = 1024 * 1024;

/** Everything in a state, as lines of changes that make it from nothing. */
export function* listAll(state: State): Generator<Change[]> {
  let length = 0;
  let line: Change[] = Object.entries(values).map(([name, value]) => [name, null, value.read(state)]);
  for (const [name, kind] of Object.entries(records))
    for (const [key, value] of kind.list(state)) {
      line.push([name, key, value]);
      if (typeof value === 'string') length += value.length;
      if (line.length < perLine && length < perLineText) continue;
      yield line;
      [line, length] = [[], 0];
    }
  yield line;
}

/** Tells what changed in a state since it was last asked. */
export interface ChangeReader {
  /** The changes, removals first; taken for written. */
  take(): Change[];
}

/** A reader that takes the state as it is now for written. */
export function createChangeReader(state: State): ChangeReader {
  const written = new Map<string, string>();
  takeValues();
  state.changes.start();

  function takeValues(): Change[] {
    const changes: Change[] = [];
    for (const [name, kind] of Object.entries(values)) {
      const value = kind.read(state);
      const text = JSON.stringify(value);
      if (written.get(name) === text) continue;
      written.set(name, text);
      changes.push([name, null, value]);
    }
    return changes;
  }

  function takeRecords(): Change[] {
    const removed: Change[] = [];
    const put: Change[] = [];
    const noted = state.changes.take();
    for (const [name, kind] of Object.entries(records))
      for (const key of noted.get(name) ?? []) {
        const value = kind.find(state, key);
        if (value === undefined) removed.push([name, key]);
        else put.push([name, key, value]);
      }
    // A set that is read for the file counts as changed once more.
    state.changes.take();
    return [...removed, ...put];
  }

  return { take: () => [...takeRecords(), ...takeValues()] };
}

const byName = new Map(Object.entries(records));
const valueByName = new Map(Object.entries(values));

/** Makes a change of an earlier portal happen. Throws for one that this program does not know. */
export function applyChange(state: State, [name, key, value]: Change): void {
  const kind = byName.get(name);
  if (kind && value === undefined) kind.remove(state, key);
  else if (kind) kind.put(state, key, value);
  else {
    const known = valueByName.get(name);
    if (!known) throw new Error(`There is no collection "${name}"`);
    known.write(state, value);
  }
}
