import { AppError } from '../base/errors.ts';
import type { RemoveAccess } from '../plan/plan.ts';
import type { ActionKind } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/** Takes access away; the reply does not show who is gone, so the room's list is read. */
export const removeAccess: ActionKind<RemoveAccess> = {
  kind: 'remove-access',
  describe: ({ entries }) => `remove the access of ${namesOf(entries)}`,

  async run({ entries }, context) {
    const roomId = roomIdOf(context);
    await context.portal.removeAccess(
      roomId,
      entries.map(({ id }) => id),
    );
    const members = await context.portal.members(roomId);
    const left = entries.filter(({ id }) => members.some((member) => member.id === id));
    if (left.length > 0) {
      throw new AppError('rejected', `The portal left ${namesOf(left)} in the room.`, {
        hint: 'Somebody who fills a form in there can only be removed by a person.',
      });
    }
    return { added: [], removed: entries.map(({ item }) => item), summary: `no access for ${namesOf(entries)}` };
  },

  // Sent again, it changes nothing.
  find: () => Promise.resolve(undefined),
};

function namesOf(entries: RemoveAccess['entries']): string {
  return entries.map(({ name }) => name).join(', ');
}
