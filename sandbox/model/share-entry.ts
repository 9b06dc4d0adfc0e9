import type { Portal } from '../portal.ts';
import { denied, notPossible } from '../wire/portal-error.ts';
import type { Account, Share } from './records.ts';
import { subjectType } from './records.ts';
import { type Entry, roomOf } from './sections.ts';
import { may } from './security.ts';
import { putShare, removeShare } from './state.ts';
import { everyoneGroupId, fileShare } from './vendor-numbers.ts';

const { ReadWrite, Read, Restrict, Review, Comment, FillForms, Editing } = fileShare;
const levels: readonly number[] = [ReadWrite, Read, Restrict, Review, Comment, FillForms, Editing];

/** Who gets which level: a person, or a group. */
export interface Grant {
  subjectId: string;
  access: number;
}

/** The rows of people and groups on an entry itself, those of its room not among them. */
export function directRows({ state }: Portal, entry: Entry): Share[] {
  return (state.shares.get(entry.id) ?? []).filter((row) => row.link === undefined);
}

/**
 * Shares a file or folder of My documents: a patch, entry by entry; None takes the access away. Subjects that are not
 * there are passed over. Throws 403 for missing rights, for what is in a room, which is shared as a whole, and for a
 * level that no file has.
 */
export function shareEntry(portal: Portal, actor: Account, { entry, grants }: { entry: Entry; grants: Grant[] }): void {
  const { state } = portal;
  if (!may(state, actor, { action: 'EditAccess', entry })) throw denied();
  if (roomOf(state, entry)) throw notPossible('The role is not available for this room');
  for (const grant of grants) if (grant.subjectId !== actor.id) setGrant(portal, actor, { entry, grant });
}

function setGrant(
  portal: Portal,
  actor: Account,
  { entry, grant: { subjectId, access } }: { entry: Entry; grant: Grant },
): void {
  const { state } = portal;
  const isGroup = state.groups.has(subjectId) || subjectId === everyoneGroupId;
  if (!isGroup && !state.accounts.has(subjectId)) return;
  if (access === fileShare.None) {
    removeShare(state, entry.id, subjectId);
    return;
  }
  if (!levels.includes(access)) throw notPossible('The role is not available for this user type');
  putShare(state, {
    entryId: entry.id,
    subjectType: isGroup ? subjectType.group : subjectType.user,
    subjectId,
    access,
    grantedBy: actor.id,
    grantedOn: portal.timestamp(),
  });
}
