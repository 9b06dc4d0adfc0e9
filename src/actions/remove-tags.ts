import { AppError } from '../base/errors.ts';
import type { RemoveTags } from '../plan/plan.ts';
import type { ActionKind } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/** Takes tags from the room; removing one twice changes nothing. */
export const removeTags: ActionKind<RemoveTags> = {
  kind: 'remove-tags',
  describe: ({ tags }) => `remove tags ${tags.join(', ')}`,

  async run({ tags }, context) {
    const room = await context.portal.removeTags(roomIdOf(context), tags);
    const left = tags.filter((tag) => room.tags.includes(tag));
    if (left.length > 0) throw new AppError('rejected', `The portal did not remove the tags ${left.join(', ')}.`);
    return { added: [], removed: tags.map((tag) => `tag:${tag}`), summary: `no tags ${tags.join(', ')}` };
  },

  find: () => Promise.resolve(undefined),
};
