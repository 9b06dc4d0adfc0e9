import { AppError } from '../base/errors.ts';
import { describeSettings } from '../plan/describe-parts.ts';
import type { UpdateRoom } from '../plan/plan.ts';
import type { ActionKind } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/** Sets what a room may hold and whether its files may be taken along; the same again changes nothing. */
export const updateRoom: ActionKind<UpdateRoom> = {
  kind: 'update-room',
  describe: (action) => `set ${describeSettings(action)}`,

  async run(action, context) {
    const { quotaBytes, denyDownload } = action;
    const change = {
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
      ...(denyDownload === undefined ? {} : { denyDownload }),
    };
    const room = await context.portal.updateRoom(roomIdOf(context), change);
    const isKept =
      (quotaBytes === undefined || room.quotaBytes === quotaBytes) &&
      (denyDownload === undefined || room.denyDownload === denyDownload);
    if (isKept) return { added: [], summary: describeSettings(action) };
    throw new AppError('rejected', `The portal did not set ${describeSettings(action)}.`, {
      hint: 'See whether room quotas are switched on in the portal.',
    });
  },

  find: () => Promise.resolve(undefined),
};
