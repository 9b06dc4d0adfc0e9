import * as z from 'zod';
import { seedNames } from '../seed/create-seed.ts';

/** EmployeeType names by what may be written for them, dashes and case aside. */
const employeeTypes = {
  user: 'User',
  guest: 'Guest',
  roomadmin: 'RoomAdmin',
  docspaceadmin: 'DocSpaceAdmin',
} as const;
const EmployeeType = z
  .string()
  .transform((name) => name.replaceAll('-', '').toLowerCase())
  .pipe(z.enum(['user', 'guest', 'roomadmin', 'docspaceadmin']))
  .transform((name) => employeeTypes[name]);

/** `POST /_sandbox/people`: types as the vendor writes them (`RoomAdmin`) or with dashes (`room-admin`). */
export const AddPerson = z.strictObject({
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  email: z.email(),
  type: EmployeeType.default('User'),
});

/** `POST /_sandbox/keys`. */
export const MakeKey = z
  .strictObject({
    userId: z.guid().optional(),
    email: z.email().optional(),
    permissions: z.array(z.string()).default([]),
  })
  .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), 'either userId or email');

/** `POST /_sandbox/seed`: a portal of ours by its name, or one of somebody's own. */
export const ChooseSeed = z.union(
  [z.strictObject({ name: z.enum(seedNames) }), z.strictObject({ seed: z.unknown() })],
  'either { name } with demo or empty, or { seed }',
);

/** `PUT /_sandbox/latency`. */
export const SetLatency = z.strictObject({ ms: z.number().min(0).max(600_000) });

/** `PUT /_sandbox/search`: how old a room must be before `filterValue` finds it. */
export const SetSearch = z.strictObject({ lagMs: z.number().min(0).max(86_400_000) });

/** `PUT /_sandbox/clock`. */
export const SetClock = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.number() }),
]);

const email = z.email();

/** `POST /_sandbox/rooms/{id}/join`: somebody opens the room's invitation link. */
export const JoinRoom = z.strictObject({
  linkId: z.guid().toLowerCase().optional(),
  email,
  firstName: z.string().default('New'),
  lastName: z.string().default('Guest'),
});

/** `POST /_sandbox/rooms/{id}/invite`: the room's owner gives somebody a level, or takes it away with 0. */
export const InviteToRoom = z
  .strictObject({ userId: z.guid().optional(), email: email.optional(), access: z.int() })
  .refine(({ userId, email: address }) => (userId === undefined) !== (address === undefined), 'either userId or email');

/** `POST /_sandbox/rooms/{id}/form-roles`: whom a form of the room waits for. */
export const HoldRoles = z.strictObject({ userIds: z.array(z.guid()) });

/** `POST /_sandbox/groups/{id}/members`: anybody, guests too, without an event. */
export const ChangeMembers = z.strictObject({
  add: z.array(z.guid().toLowerCase()).default([]),
  remove: z.array(z.guid().toLowerCase()).default([]),
});

const limit = z.int().min(0);
const tariffLimit = limit.nullable().optional();

/** `POST /_sandbox/limits`: what is not named stays as it is, null takes a limit of the tariff away. */
export const SetLimits = z.strictObject({
  rooms: tariffLimit,
  roomQuotas: z.boolean().optional(),
  tenantQuota: tariffLimit,
  paidSeats: tariffLimit,
  guests: tariffLimit,
  /** E-mails in 24 hours. */
  invitations: tariffLimit,
  enforce: z.boolean().exactOptional(),
  requestsPerMinute: limit.exactOptional(),
  concurrentReads: limit.exactOptional(),
  concurrentWrites: limit.exactOptional(),
  writesPerDay: limit.exactOptional(),
  emailInvitationsPerDay: limit.nullable().exactOptional(),
});
export type SetLimits = z.infer<typeof SetLimits>;

/** `POST /_sandbox/templates`: how long the making of rooms from templates takes, and whether it fails. */
export const SetTemplates = z.strictObject({
  delayMs: z.number().min(0).max(600_000).exactOptional(),
  fail: z.boolean().exactOptional(),
});
