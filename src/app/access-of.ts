import { randomBytes } from 'node:crypto';
import { createAccess, type Access } from '../http/access.ts';
import { createAccessRecords } from '../store/access.ts';
import type { Core } from './open-core.ts';

/** Who may come in, by this installation's records and settings. */
export function accessOf({ store, config }: Core): Access {
  return createAccess(createAccessRecords(store.db), {
    now: () => new Date(),
    random: randomBytes,
    apiToken: config.service.apiToken,
  });
}
