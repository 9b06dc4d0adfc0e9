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

/** `POST /_sandbox/seed`. */
export const ChooseSeed = z.strictObject({ name: z.enum(seedNames) });

/** `PUT /_sandbox/latency`. */
export const SetLatency = z.strictObject({ ms: z.number().min(0).max(600_000) });

/** `PUT /_sandbox/clock`. */
export const SetClock = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.number() }),
]);
