import { randomBytes, randomUUID } from 'node:crypto';
import type { World } from '../create-world.ts';
import { putKey } from '../model/state.ts';
import { notFound } from '../wire/portal-error.ts';

/** Makes a key of an account, named by id or e-mail. Throws the vendor's 404 for one that is not there. */
export function makeKey(
  world: World,
  { person, permissions }: { person: string; permissions: readonly string[] },
): string {
  const { state } = world.portal;
  const wanted = person.toLowerCase();
  const account = state.accounts.get(wanted) ?? state.accounts.get(state.indexes.accountByEmail.get(wanted) ?? '');
  if (!account) throw notFound(`No account ${person}`);
  const value = `sk-${randomBytes(32).toString('hex')}`;
  const rights = { permissions: [...permissions], ownerId: account.id, isActive: true };
  putKey(state, {
    id: randomUUID(),
    name: 'Made by the sandbox',
    value,
    ...rights,
    createdOn: world.portal.timestamp(),
  });
  world.changed();
  return value;
}
