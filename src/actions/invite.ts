import type { Member } from '../docspace/member.ts';
import type { Invite, InviteEntry } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/**
 * Invites people by e-mail. The reply never shows them, so the room's list is read: who is missing there is named, with the portal's own
 * warning. After doubt only those are sent who are not there yet: each call writes a mail.
 */
export const invite: ActionKind<Invite> = {
  kind: 'invite',
  describe: ({ entries }) => `invite ${entries.map(describeEntry).join(', ')}`,

  async run(action, context) {
    const roomId = roomIdOf(context);
    const due = context.isDoubtful ? missingIn(await context.portal.members(roomId), action.entries) : action.entries;
    const admitted = await context.admitInvitations(due.map(({ email }) => email));
    const now = due.filter(({ email }) => admitted.has(email));
    const deferred = due.length - now.length;
    const entries = action.entries.filter((entry) => !due.includes(entry) || now.includes(entry));
    const reduced = { ...action, entries };
    const result = now.length === 0 ? describeInvite(reduced, [], undefined) : await send(reduced, now, context);
    return deferred === 0 ? result : { ...result, deferred };
  },

  // `run` looks by itself, since a part of them may be there.
  find: () => Promise.resolve(undefined),
};

async function send(action: Invite, due: readonly InviteEntry[], context: ActionContext): Promise<ActionResult> {
  const roomId = roomIdOf(context);
  const entries = due.map(({ email, level }) => ({ email, level }));
  const { warning } = await context.portal.share(roomId, entries, { notify: false });
  return describeInvite(action, missingIn(await context.portal.members(roomId), action.entries), warning);
}

function missingIn(members: readonly Member[], entries: readonly InviteEntry[]): readonly InviteEntry[] {
  return entries.filter(
    ({ email, level }) =>
      !members.some((member) => member.email?.toLowerCase() === email.toLowerCase() && member.level === level),
  );
}

function describeInvite(action: Invite, missing: readonly InviteEntry[], warning: string | undefined): ActionResult {
  const present = action.entries.filter((entry) => !missing.includes(entry));
  return {
    added: present.map(({ email, expiresAt }) => ({
      item: `member:${email.toLowerCase()}`,
      portalId: email,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })),
    missing: missing.map(({ email, level }) => ({ id: email, name: email, level })),
    ...(warning === undefined ? {} : { warning }),
    summary: `invited ${present.map(describeEntry).join(', ') || 'nobody'}`,
  };
}

function describeEntry({ email, level }: InviteEntry): string {
  return `${email} (${level})`;
}
