import * as z from 'zod';
import { accountKindOf, employeeStatuses } from './numbers.ts';
import type { AccountKind } from './vocabulary/words.ts';

export interface Person {
  readonly id: string;
  /** What to call them: display name, else e-mail, else first and last name, else user name, else `New user`. */
  readonly name: string;
  readonly displayName?: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly userName: string;
  readonly email?: string;
  readonly kind: AccountKind;
  readonly active: boolean;
  /** Invited, and has not signed up yet. */
  readonly pending: boolean;
  /** Signs in no more; what they had access to is kept (DocSpace server, UserController.cs). */
  readonly disabled: boolean;
  readonly member: boolean;
  readonly guest: boolean;
}

const text = z.string().trim().default('');
const flag = z.boolean().default(false);

/** EmployeeFullDto, as far as it is used. */
export const PersonReply = z
  .object({
    id: z.guid(),
    displayName: text,
    firstName: text,
    lastName: text,
    userName: text,
    email: text,
    status: z.int(),
    isOwner: flag,
    isAdmin: flag,
    isRoomAdmin: flag,
    isVisitor: flag,
  })
  .transform((reply): Person => {
    const { id, displayName, firstName, lastName, userName, email, status } = reply;
    const kind = accountKindOf(reply);
    return {
      id,
      name: displayName || email || `${firstName} ${lastName}`.trim() || userName || 'New user',
      ...(displayName ? { displayName } : {}),
      firstName,
      lastName,
      userName,
      ...(email ? { email } : {}),
      kind,
      active: status === employeeStatuses.active,
      pending: status === employeeStatuses.pending,
      disabled: status === employeeStatuses.terminated,
      member: kind !== 'guest',
      guest: kind === 'guest',
    };
  });
