import { AppError } from '../../base/errors.ts';
import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { RunInput } from '../../runs/records.ts';
import { runIdOf } from '../../runs/start-run.ts';
import { findArchivedRooms } from './find-archived-rooms.ts';
import { findDisabled } from './find-disabled.ts';
import { findPeople } from './find-people.ts';
import { findRooms } from './find-rooms.ts';
import type { Look, SweepFinding } from './look-at-all.ts';
import type { SweepParts } from './sweep-parts.ts';

export interface SweepOrder {
  readonly blueprint: Blueprint;
  /** Of its document, which is stored for runs. */
  readonly hash: string;
  /** `report` says what would change and changes nothing; `fix` starts the runs that change it. */
  readonly mode: 'report' | 'fix';
  /** When more rooms or people than this would change, nothing is changed. */
  readonly limit: number;
  /** Tells this sweep from others: the same again starts the same runs. */
  readonly sweepId: string;
}

/** What a sweep saw. Plain JSON. */
export interface SweepReport {
  readonly blueprint: string;
  readonly mode: 'report' | 'fix';
  readonly limit: number;
  /** How many people or rooms were looked at. */
  readonly looked: number;
  /** What would change. */
  readonly changes: readonly SweepFinding[];
  /** What a run could not set right: it needs a person. */
  readonly needs: readonly SweepFinding[];
  /** Whether nothing was changed because too much would have been. */
  readonly held: boolean;
  /** The runs that it started, in the order of `changes`. */
  readonly runIds: readonly string[];
}

/**
 * Compares what a blueprint promises with what the portal has, for every active member, every disabled account, every room or every archived
 * room, page by page. Only reads, but for the runs that it starts in the mode `fix`, and only when there are not too many.
 * Errors: those of the portal; `invalid-input` for a blueprint that no sweep is for.
 */
export async function sweep(order: SweepOrder, parts: SweepParts): Promise<SweepReport> {
  const { blueprint, mode, limit } = order;
  const seen = { looked: 0, changes: new Array<SweepFinding>(), needs: new Array<SweepFinding>() };
  for await (const look of looksOf(order, parts)) {
    seen.looked += 1;
    if (look) (look.kind === 'change' ? seen.changes : seen.needs).push(look.finding);
  }
  const held = mode === 'fix' && seen.changes.length > limit;
  const starts = mode === 'fix' && !held ? seen.changes : [];
  const inputs = starts.map(({ subject }) => inputOf(subject, order));
  for (const input of inputs) await parts.start(input);
  return { blueprint: blueprint.name, mode, limit, ...seen, held, runIds: inputs.map(({ runId }) => runId) };
}

function looksOf({ blueprint, hash }: SweepOrder, parts: SweepParts): AsyncIterable<Look> {
  if (blueprint.kind === 'CloseOut') {
    return blueprint.for === 'person' ? findDisabled(hash, parts) : findArchivedRooms(blueprint, parts);
  }
  if (blueprint.for === 'room') return findRooms(hash, parts);
  if (blueprint.for === 'person') return findPeople(blueprint, hash, parts);
  throw new AppError(
    'invalid-input',
    `The blueprint ${blueprint.name} is for no person and no room, so there is nothing to look at.`,
    {
      hint: 'Only blueprints with `for`, and those of kind CloseOut, can be compared with the portal.',
    },
  );
}

function inputOf(subject: string, { blueprint, hash, sweepId }: SweepOrder): RunInput {
  return {
    runId: runIdOf(blueprint.name, subject, `sweep ${sweepId}`),
    attempt: 1,
    blueprint: blueprint.name,
    documentHash: hash,
    subject,
    cause: { kind: 'sweep' },
    options: { repair: blueprint.kind === 'Room', recreate: false },
  };
}
