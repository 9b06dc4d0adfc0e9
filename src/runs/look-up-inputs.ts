import type { JsonObject } from '../base/json.ts';
import type { RoomBlueprint } from '../blueprint/blueprint.ts';
import { inputReferences, resolveInputs } from '../blueprint/inputs.ts';
import type { Person } from '../docspace/person.ts';
import type { PlanParts } from './run-parts.ts';

/**
 * The inputs with the accounts and groups that they name: what expressions read as `manager.name`.
 * Errors: `not-found` for an account or a group that the portal does not know, with the name of the input.
 */
export async function lookUpInputs(
  blueprint: RoomBlueprint,
  inputs: JsonObject,
  { lookups }: Pick<PlanParts, 'lookups'>,
): Promise<{ readonly given: { readonly inputs: JsonObject }; readonly known: readonly Person[] }> {
  const { users, groups } = inputReferences(blueprint, inputs);
  const [people, named] = await Promise.all([
    Promise.all(users.map(async (user) => [user, await lookups.person(user)] as const)),
    Promise.all(groups.map(async (id) => [id, { id, name: (await lookups.group(id)).name }] as const)),
  ]);
  const known = people.flatMap(([, person]) => person ?? []);
  const found = people.flatMap(([user, person]) => (person ? [[user, nameOf(person)] as const] : []));
  return {
    given: {
      inputs: resolveInputs(blueprint, inputs, {
        users: Object.fromEntries(found),
        groups: Object.fromEntries(named),
      }),
    },
    known,
  };
}

function nameOf({ id, name, email, firstName, lastName }: Person) {
  return { id, name, email: email ?? '', firstName, lastName };
}
