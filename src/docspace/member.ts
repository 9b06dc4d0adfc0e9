import * as z from 'zod';
import { levelFromNumber, shareSubjectFromNumber } from './numbers.ts';
import { type Person, PersonReply } from './person.ts';
import type { AccountKind, Level } from './vocabulary/words.ts';

/** A person or a group with access to a room. */
export interface Member {
  readonly subject: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** For people only. */
  readonly userName?: string;
  /** For people only. */
  readonly kind?: AccountKind;
  /** Missing for the owner, who holds none. */
  readonly level?: Level;
  readonly isOwner: boolean;
  /** Invited by e-mail, and has not signed up yet. */
  readonly pending: boolean;
}

/**
 * GroupMemberSecurityRequestDto: one of a group's people. A level of their own stands before the group's, higher or not (DocSpace server,
 * FileSecurity.cs).
 */
export const GroupMemberReply = z
  .object({
    user: PersonReply,
    groupAccess: z.int(),
    userAccess: z.int().optional(),
    owner: z.boolean().default(false),
  })
  .transform(({ user, groupAccess, userAccess, owner }) =>
    writePerson(user, { access: userAccess ?? groupAccess, isOwner: owner }),
  );

/** FileShareDto of a person or a group, as far as it is used; undefined for a link. DocSpace server, FileShareDto.cs. */
export const MemberReply = z
  .object({
    access: z.int(),
    subjectType: z.int(),
    isOwner: z.boolean().default(false),
    sharedToUser: PersonReply.optional(),
    sharedToGroup: z.object({ id: z.guid(), name: z.string() }).optional(),
  })
  .transform((reply, context): Member | undefined => {
    const subject = shareSubjectFromNumber(reply.subjectType);
    if (subject === undefined) return undefined;
    if (subject === 'user' && reply.sharedToUser) return writePerson(reply.sharedToUser, reply);
    if (subject === 'group' && reply.sharedToGroup) {
      return { subject, ...reply.sharedToGroup, ...writeAccess(reply), pending: false };
    }
    context.addIssue({ code: 'custom', message: 'a member without a name', path: ['sharedTo'] });
    return z.NEVER;
  });

interface Access {
  readonly access: number;
  readonly isOwner: boolean;
}

function writePerson({ id, name, email, userName, kind, pending }: Person, access: Access): Member {
  return {
    subject: 'user',
    id,
    name,
    ...(email === undefined ? {} : { email }),
    ...(userName === '' ? {} : { userName }),
    kind,
    ...writeAccess(access),
    pending,
  };
}

function writeAccess({ access, isOwner }: Access): Pick<Member, 'level' | 'isOwner'> {
  const level = isOwner ? undefined : levelFromNumber(access);
  return { isOwner, ...(level === undefined ? {} : { level }) };
}
