import { AppError } from '../base/errors.ts';
import type { AddTags } from '../plan/plan.ts';
import type { ActionKind } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/** Adds tags and leaves the others; adding one twice changes nothing. */
export const addTags: ActionKind<AddTags> = {
  kind: 'add-tags',
  describe: ({ tags }) => `add tags ${tags.join(', ')}`,

  async run(action, context) {
    const room = await context.portal.addTags(roomIdOf(context), action.tags);
    const missing = action.tags.filter((tag) => !room.tags.includes(tag));
    if (missing.length > 0) throw new AppError('rejected', `The portal did not add the tags ${missing.join(', ')}.`);
    const added = action.tags.map((tag) => ({ item: `tag:${tag}`, portalId: tag }));
    return { added, summary: `tags ${action.tags.join(', ')}` };
  },

  find: () => Promise.resolve(undefined),
};
