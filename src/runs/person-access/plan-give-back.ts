import { AppError } from '../../base/errors.ts';
import type { Person } from '../../docspace/person.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { UndoParts, UndoPlan } from '../plan-undo.ts';
import type { AccessEnd, StoredRun } from '../records.ts';

/**
 * What gives a person back what a run took: the level that they had in each room. Refused while the account is disabled, since the portal
 * passes such an account over with a success (DocSpace server, FileSharing.cs). Reads only.
 */
export async function planGiveBack(
  ends: readonly AccessEnd[],
  { id: runId }: StoredRun,
  { portal, followUps }: Pick<UndoParts, 'portal' | 'followUps'>,
): Promise<UndoPlan> {
  const cannot = await followUps.ofRun(runId);
  const person = await findPerson(ends[0]?.personId ?? '', portal);
  const name = person?.name ?? 'the person';
  const lines = ends.map(({ roomId, title, level }) => `let ${name} into room "${title}" (${roomId}) again: ${level}`);
  const refusals = refusalsFor(person);
  return { runId, kind: 'give-back', items: [], ends, person: { name }, lines, refusals, cannot };
}

async function findPerson(id: string, portal: PortalReader): Promise<Person | undefined> {
  return portal.person(id).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
}

function refusalsFor(person: Person | undefined): readonly string[] {
  if (!person) return ['the account was deleted in the portal'];
  if (person.disabled) return [`the account of ${person.name} is disabled: enable it in the portal first`];
  return [];
}
