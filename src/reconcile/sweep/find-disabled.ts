import { countOf } from '../../base/count-of.ts';
import type { Person } from '../../docspace/person.ts';
import { endOfEmpty, planPersonRun, preparePerson } from '../../runs/person-access/plan-person-run.ts';
import { personSubject } from '../../runs/subject.ts';
import { type Look, lookAtAll, lookOrName, patiently } from './look-at-all.ts';
import type { SweepParts } from './sweep-parts.ts';

/**
 * Looks at each account that is disabled, guests too, a hundred on a page. Cost in calls: one a page, one for our account, two for a person
 * (rooms, groups), one for each active room that they are in, and one for each group that comes up.
 */
export async function* findDisabled(hash: string, parts: SweepParts): AsyncGenerator<Look> {
  const portal = remembering(parts.portal);
  const readPage = (startIndex: number) =>
    patiently(() => portal.people({ startIndex, area: 'all', employeeStatus: 'terminated' }));
  let next: number | undefined = 0;
  while (next !== undefined) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(next);
    yield* lookAtAll(page.people, (person) =>
      lookOrName({ subject: personSubject(person.id), name: person.name }, () =>
        lookAt(person, hash, { ...parts, portal }),
      ),
    );
    next = page.next;
  }
}

async function lookAt(person: Person, hash: string, parts: SweepParts): Promise<Look> {
  // The page tells all that a call for the person alone would.
  const portal = {
    ...parts.portal,
    person: (id: string) => (id === person.id ? Promise.resolve(person) : parts.portal.person(id)),
  };
  const subject = personSubject(person.id);
  const input = { runId: 'sweep', documentHash: hash, subject };
  const prepared = await preparePerson(input, { ...parts, portal });
  if (prepared.kind === 'skip') return undefined;
  const planned = await planPersonRun(prepared, input, { ...parts, portal });
  const { actions, notes } = planned.plan;
  const who = { subject, name: person.name };
  if (actions.length > 0) {
    const what = `to be taken out of ${countOf(actions.length, 'room')}`;
    return { kind: 'change', finding: { ...who, what } };
  }
  if (notes.length === 0) return undefined;
  return { kind: 'need', finding: { ...who, what: `${endOfEmpty(planned).state}: ${notes.join('; ')}` } };
}

/** Our account, and the rooms of a group, are the same for everybody who is looked at. */
function remembering(portal: SweepParts['portal']): SweepParts['portal'] {
  const groups = new Set<string>();
  const rooms = new Map<string, ReturnType<typeof portal.roomsWith>>();
  let self: ReturnType<typeof portal.self> | undefined;
  return {
    ...portal,
    self: () => (self ??= forgetFailure(portal.self(), () => (self = undefined))),
    async groupsOf(personId) {
      const found = await portal.groupsOf(personId);
      for (const { id } of found) groups.add(id);
      return found;
    },
    roomsWith(subjectId) {
      if (!groups.has(subjectId)) return portal.roomsWith(subjectId);
      const known = rooms.get(subjectId);
      if (known) return known;
      const asked = forgetFailure(portal.roomsWith(subjectId), () => rooms.delete(subjectId));
      rooms.set(subjectId, asked);
      return asked;
    },
  };
}

/** A failure is not remembered: who asks again asks the portal. */
function forgetFailure<T>(asked: Promise<T>, forget: () => void): Promise<T> {
  asked.catch(forget);
  return asked;
}
