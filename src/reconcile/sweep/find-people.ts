import { countOf } from '../../base/count-of.ts';
import type { RoomBlueprint } from '../../blueprint/blueprint.ts';
import type { Person } from '../../docspace/person.ts';
import { planRun } from '../../runs/plan-run.ts';
import { prepare } from '../../runs/prepare.ts';
import { personSubject } from '../../runs/subject.ts';
import { type Look, lookAtAll, lookOrName, patiently } from './look-at-all.ts';
import type { SweepParts } from './sweep-parts.ts';

/**
 * Looks at each active member, a hundred on a page. Cost in calls: one a page, none for whoever has no room yet, and for a room that is
 * there those of a plan: the room, its members, its links, and each folder that the blueprint fills.
 */
export async function* findPeople(blueprint: RoomBlueprint, hash: string, parts: SweepParts): AsyncGenerator<Look> {
  const readPage = (startIndex: number) =>
    patiently(() => parts.portal.people({ startIndex, area: 'members', employeeStatus: 'active' }));
  let next: number | undefined = 0;
  while (next !== undefined) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(next);
    yield* lookAtAll(page.people, (person) =>
      lookOrName({ subject: personSubject(person.id), name: person.name }, () =>
        lookAt(person, { blueprint, hash, parts }),
      ),
    );
    next = page.next;
  }
}

interface Looking {
  readonly blueprint: RoomBlueprint;
  readonly hash: string;
  readonly parts: SweepParts;
}

async function lookAt(person: Person, { hash, parts }: Looking): Promise<Look> {
  // The page tells all that a call for the person alone would.
  const portal = {
    ...parts.portal,
    person: (id: string) => (id === person.id ? Promise.resolve(person) : parts.portal.person(id)),
  };
  const subject = personSubject(person.id);
  const prepared = await prepare({ runId: 'sweep', documentHash: hash, subject }, { ...parts, portal });
  if (prepared.kind === 'skip') return undefined;
  const planned = await planRun(prepared, { repair: true, recreate: false }, portal);
  // A room that a person deleted or archived stays so.
  if (planned.kind === 'end') return undefined;
  const count = planned.plan.actions.length;
  if (planned.observed && count === 0 && prepared.kept?.state === 'complete') return undefined;
  const what = planned.observed ? countOf(count, 'change') : 'the room is missing';
  return { kind: 'change', finding: { subject, name: person.name, what } };
}
