import type { RemoveLink } from '../plan/plan.ts';
import type { ActionKind } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/** Removes a link. The primary one of a public or form-filling room the portal replaces: the old address is dead all the same. */
export const removeLink: ActionKind<RemoveLink> = {
  kind: 'remove-link',
  describe: ({ name, linkKind }) => `remove ${linkKind} link ${name}`,

  async run({ name, linkId, linkKind }, context) {
    const renewed = await context.portal.removeLink(roomIdOf(context), { id: linkId, kind: linkKind });
    const summary = renewed ? `${linkKind} link ${name} has a new address` : `no ${linkKind} link ${name}`;
    return { added: [], removed: [`link:${name}`], summary };
  },

  async find({ name, linkId, linkKind }, context) {
    const links = await context.portal.links(roomIdOf(context));
    if (links.some((link) => link.id === linkId)) return undefined;
    return { added: [], removed: [`link:${name}`], summary: `no ${linkKind} link ${name}` };
  },
};
