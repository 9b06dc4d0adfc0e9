import { evaluateWhen, explainWhen, type Condition, type RenderContext } from '../../blueprint/render-room.ts';
import type { Person } from '../../docspace/person.ts';
import { planPerson, type PlannedForPerson } from '../../plan/plan-person.ts';
import { readablePerson, readPerson } from '../prepare.ts';
import { readPersonCloseOut } from '../read-document.ts';
import type { RunInput } from '../records.ts';
import type { PlanParts } from '../run-parts.ts';
import type { RunState } from '../run.ts';
import { readAccess } from './read-access.ts';

type SubjectInput = Pick<RunInput, 'runId' | 'documentHash' | 'subject'>;

/** What the first step finds out. Plain JSON, kept in the journal. */
export type PreparedPerson =
  | {
      readonly kind: 'skip';
      readonly reason: string;
      readonly name?: string;
      /** Each part of `when` with its value, where that is the reason. */
      readonly conditions: readonly Condition[];
    }
  | {
      readonly kind: 'apply';
      readonly name: string;
      readonly person: Person;
      /** When the run read the person: the `run.time` of expressions. ISO 8601 in UTC. */
      readonly time: string;
    };

/** Reads the person, and whether the blueprint is for them. Of a delivery only the id is trusted. */
export async function preparePerson(input: SubjectInput, parts: PlanParts): Promise<PreparedPerson> {
  const blueprint = await readPersonCloseOut(input.documentHash, parts.documents);
  const [person, self] = await Promise.all([readPerson(input, parts), parts.portal.self()]);
  if (typeof person === 'string') return { kind: 'skip', reason: person, conditions: [] };
  const { id, name } = person;
  if (id === self.id) {
    return { kind: 'skip', reason: 'the account of the API key, which is never taken out', name, conditions: [] };
  }
  const time = new Date().toISOString();
  const context = contextOfPerson({ person, time }, input, parts);
  if (evaluateWhen(blueprint, context)) return { kind: 'apply', name, person, time };
  const reason = `\`when\` is false: ${blueprint.when}`;
  return { kind: 'skip', reason, name, conditions: explainWhen(blueprint, context) };
}

/** What expressions may read. */
export function contextOfPerson(
  { person, time }: { readonly person: Person; readonly time: string },
  { runId }: Pick<RunInput, 'runId'>,
  { env }: Pick<PlanParts, 'env'>,
): Omit<RenderContext, 'room'> {
  return { person: readablePerson(person), inputs: {}, env, run: { id: runId, time } };
}

/** The plan, as the journal keeps it beside those of rooms. */
export type PlannedPerson = { readonly kind: 'plan' } & PlannedForPerson;

/** Reads what the person has access to, and plans what ends it. Nothing is written. */
export async function planPersonRun(
  { person }: Extract<PreparedPerson, { kind: 'apply' }>,
  { documentHash }: SubjectInput,
  parts: PlanParts,
): Promise<PlannedPerson> {
  const [order, self] = await Promise.all([readPersonCloseOut(documentHash, parts.documents), parts.portal.self()]);
  return { kind: 'plan', ...planPerson(await readAccess(person, { order, self, parts })) };
}

/** How a plan without actions ends. */
export function endOfEmpty({ plan, blocked }: PlannedForPerson): { readonly state: RunState; readonly reason: string } {
  const { person, notes } = plan;
  if (notes.length === 0) return { state: 'nothing-to-do', reason: `${person.name} is a member of no room` };
  if (blocked.length === 0) return { state: 'done-with-remains', reason: 'nothing is left that could be removed here' };
  return { state: 'needs-owner', reason: `nothing may be done by our account: ${blocked[0] ?? ''}` };
}
