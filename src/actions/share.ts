import type { Member } from '../docspace/member.ts';
import type { Share, ShareEntry } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/**
 * Gives access to all entries in one call. The portal drops entries silently (whom the caller may not see, ended accounts), so only its
 * reply's `members` count, and who is missing there is looked for in the room's list before being named as missing.
 */
export const share: ActionKind<Share> = {
  kind: 'share',
  describe: ({ entries }) => `give access to ${entries.map(describeEntry).join(', ')}`,

  async run(wanted, context) {
    const { action, deferred } = await admit(wanted, context);
    const result = action.entries.length === 0 ? describeShare(action, [], undefined) : await send(action, context);
    return deferred === 0 ? result : { ...result, deferred };
  },

  // Sent again, the same access changes nothing: no need to ask whether it is there.
  find: () => Promise.resolve(undefined),
};

/** The portal writes a mail to each when it is told to: then the limit of the day counts. */
async function admit(action: Share, context: ActionContext): Promise<{ action: Share; deferred: number }> {
  if (!action.notify) return { action, deferred: 0 };
  const admitted = await context.admitInvitations(action.entries.map(({ id }) => id));
  const entries = action.entries.filter(({ id }) => admitted.has(id));
  return { action: { ...action, entries }, deferred: action.entries.length - entries.length };
}

async function send(action: Share, context: ActionContext): Promise<ActionResult> {
  const roomId = roomIdOf(context);
  const reply = await context.portal.share(
    roomId,
    action.entries.map(({ id, level }) => ({ id, level })),
    { notify: action.notify },
  );
  const unconfirmed = missingIn(reply.members, action.entries);
  const missing = unconfirmed.length > 0 ? missingIn(await context.portal.members(roomId), unconfirmed) : [];
  return describeShare(action, missing, reply.warning);
}

function missingIn(members: readonly Member[], entries: readonly ShareEntry[]): readonly ShareEntry[] {
  return entries.filter((entry) => !members.some((member) => member.id === entry.id && member.level === entry.level));
}

function describeShare(action: Share, missing: readonly ShareEntry[], warning: string | undefined): ActionResult {
  const present = action.entries.filter((entry) => !missing.includes(entry));
  return {
    added: present.filter(isOurs).map(({ id, expiresAt }) => ({
      item: `member:${id}`,
      portalId: id,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })),
    missing: missing.map(({ id, name, level }) => ({ id, name, level })),
    ...(warning === undefined ? {} : { warning }),
    summary: `access for ${present.map(describeEntry).join(', ') || 'nobody'}`,
  };
}

/** Who was in the room with another level was let in by somebody: only an end that the blueprint sets makes their access ours to take away. */
function isOurs({ was, expiresAt }: ShareEntry): boolean {
  return was === undefined || expiresAt !== undefined;
}

function describeEntry({ name, level }: ShareEntry): string {
  return `${name} (${level})`;
}
