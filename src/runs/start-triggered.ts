import type { Engine } from '../engine/engine.ts';
import type { RunRecords } from './records.ts';
import type { RunCause } from './run.ts';
import { runIdOf, startRun } from './start-run.ts';
import { personSubject, roomSubject } from './subject.ts';

/** A blueprint that events start, as far as starting needs it. */
export interface TriggeredBlueprint {
  readonly name: string;
  readonly hash: string;
  readonly triggers: readonly string[];
  /** Whether it is for people who are disabled. */
  readonly forDisabled?: boolean;
}

/** Something that happened at the portal, however it became known. */
export interface Happening {
  readonly trigger: string;
  /** The id of the account or room. */
  readonly entityId: string;
  /** What tells it from any other: the same happening starts the same runs, once. */
  readonly mark: string;
  readonly cause: RunCause;
}

/** Queues a run of each of these blueprints that is for the trigger. Answers their ids. */
export async function startTriggered(
  { trigger, entityId, mark, cause }: Happening,
  blueprints: readonly TriggeredBlueprint[],
  { engine, runs }: { readonly engine: Engine; readonly runs: RunRecords },
): Promise<readonly string[]> {
  const subject = trigger.startsWith('room.') ? roomSubject(entityId) : personSubject(entityId);
  const runIds: string[] = [];
  for (const { name, hash } of blueprints.filter((one) => one.triggers.includes(trigger))) {
    const runId = runIdOf(name, subject, mark);
    const options = { repair: false, recreate: false };
    await startRun({ runId, attempt: 1, blueprint: name, documentHash: hash, subject, cause, options }, engine, runs);
    runIds.push(runId);
  }
  return runIds;
}
