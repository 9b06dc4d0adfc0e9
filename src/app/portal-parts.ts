import type { CliParts } from '../cli/parts.ts';
import { listRooms } from './list-rooms.ts';
import type { Core } from './open-core.ts';
import { describeLimits, readLimits } from './read-limits.ts';
import { catchUpByHand, changeWebhook, showWebhook } from './webhook-commands.ts';

type WithCore = <T>(use: (core: Core) => Promise<T>) => Promise<T>;

/** Commands that look at what there is between Concierge and the portal. */
export function createPortalParts(withCore: WithCore): Pick<CliParts, 'rooms' | 'limits' | 'webhook'> {
  return {
    rooms: (query) => withCore((core) => listRooms(query, core)),
    limits: () =>
      withCore(async (core) => {
        const view = await readLimits(core);
        return { view, text: describeLimits(view) };
      }),
    webhook: {
      status: () => withCore(showWebhook),
      change: (how) => withCore((core) => changeWebhook(how, core)),
      catchUp: () => withCore(catchUpByHand),
    },
  };
}
