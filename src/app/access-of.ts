import { randomBytes } from 'node:crypto';
import { createAccess, type Access, type NewToken } from '../http/access.ts';
import { auditToken } from '../http/audit-access.ts';
import { createAccessRecords } from '../store/access.ts';
import type { Core } from './open-core.ts';
import { userName } from './apply-command.ts';

/** Who may come in, by this installation's records and settings. */
export function accessOf({ store, config }: Core): Access {
  return createAccess(createAccessRecords(store.db), {
    now: () => new Date(),
    random: randomBytes,
    apiToken: config.service.apiToken,
  });
}

/** Makes a token in the name of who sits at the command line. */
export async function createTokenByHand(token: NewToken, core: Core): Promise<string> {
  const made = await accessOf(core).createToken(token);
  core.journal.record(auditToken('made', token, { kind: 'person', name: userName() }));
  return made.reveal();
}

/** Takes a token back in the name of who sits at the command line. */
export async function revokeTokenByHand(name: string, core: Core): Promise<void> {
  await accessOf(core).revokeToken(name);
  core.journal.record(auditToken('taken back', { name }, { kind: 'person', name: userName() }));
}
