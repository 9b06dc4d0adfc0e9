import * as z from 'zod';
import { levelFromNumber, shareSubjectFromNumber } from './numbers.ts';
import { PersonReply } from './person.ts';
import type { AccountKind, Level } from './vocabulary/words.ts';

/** A person or a group with access to a room. */
export interface Member {
  readonly subject: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** For people only. */
  readonly kind?: AccountKind;
  /** Missing for the owner, who holds none. */
  readonly level?: Level;
  readonly isOwner: boolean;
  /** Invited by e-mail, and has not signed up yet. */
  readonly pending: boolean;
}

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
    const level = levelFromNumber(reply.access);
    const common = { subject, isOwner: reply.isOwner, ...(level === undefined || reply.isOwner ? {} : { level }) };
    if (subject === 'user' && reply.sharedToUser) {
      const { id, name, email, kind, pending } = reply.sharedToUser;
      return { ...common, id, name, ...(email === undefined ? {} : { email }), kind, pending };
    }
    if (subject === 'group' && reply.sharedToGroup) return { ...common, ...reply.sharedToGroup, pending: false };
    context.addIssue({ code: 'custom', message: 'a member without a name', path: ['sharedTo'] });
    return z.NEVER;
  });
