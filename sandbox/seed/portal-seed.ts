import * as z from 'zod';
import { fileShare, roomType } from '../model/vendor-numbers.ts';

/** Levels of access as a seed calls them. */
export const seedLevels = {
  'room-manager': fileShare.RoomManager,
  'content-creator': fileShare.ContentCreator,
  editor: fileShare.Editing,
  'form-filler': fileShare.FillForms,
  reviewer: fileShare.Review,
  commenter: fileShare.Comment,
  viewer: fileShare.Read,
} as const;

/** Kinds of room as a seed calls them. */
export const seedRoomTypes = {
  collaboration: roomType.EditingRoom,
  custom: roomType.CustomRoom,
  public: roomType.PublicRoom,
  'form-filling': roomType.FillingFormsRoom,
  'virtual-data': roomType.VirtualDataRoom,
} as const;

const text = z.string().min(1);
const level = z.enum(keysOf(seedLevels));
const person = z.email();

/** A file, with text or bytes in base64, or a folder with what is in it; a text alone is an empty folder. */
export type SeedEntry =
  | string
  | { file: string; text?: string | undefined; base64?: string | undefined }
  | { folder: string; contents?: SeedEntry[] | undefined };

const Entry: z.ZodType<SeedEntry, SeedEntry> = z.lazy(() =>
  z.union(
    [
      text,
      z.strictObject({ file: text, text: z.string().optional(), base64: z.base64().optional() }),
      z.strictObject({ folder: text, contents: z.array(Entry).optional() }),
    ],
    'either the title of a folder, { file, text or base64 } or { folder, contents }',
  ),
);

const Person = z.strictObject({
  email: person,
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  type: z.enum(['owner', 'docspace-admin', 'room-admin', 'user', 'guest']).default('user'),
  status: z.enum(['active', 'pending', 'terminated']).default('active'),
  /** Without it: made from the e-mail, so the same on each start. */
  id: z.guid().toLowerCase().optional(),
  title: z.string().optional(),
  /** Signs in with it at `POST authentication`. */
  password: z.string().optional(),
  /** For a guest: to whom it belongs. */
  guestOf: z.array(person).default([]),
});

const Group = z.strictObject({
  name: text,
  id: z.guid().toLowerCase().optional(),
  manager: person.optional(),
  members: z.array(person).default([]),
});

const Member = z.union(
  [z.strictObject({ person, level }), z.strictObject({ group: text, level })],
  'either { person, level } or { group, level }, with one of the known levels',
);

const Link = z.strictObject({
  kind: z.enum(['invitation', 'primary', 'external']),
  level: level.default('viewer'),
  title: z.string().optional(),
  password: text.optional(),
  expires: z.iso.datetime({ offset: true }).optional(),
});

/** A room of a seed. */
export const WrittenRoom = z.strictObject({
  title: text,
  type: z.enum(keysOf(seedRoomTypes)).default('collaboration'),
  /** Without it the portal's owner. */
  owner: person.optional(),
  state: z.enum(['active', 'archived', 'template']).default('active'),
  tags: z.array(text).default([]),
  contents: z.array(Entry).default([]),
  members: z.array(Member).default([]),
  links: z.array(Link).default([]),
});

/** A portal to begin with, as JSON. People are named by e-mail, groups by name. Without an owner the portal gets one. */
export const PortalSeed = z.strictObject({
  people: z.array(Person).default([]),
  groups: z.array(Group).default([]),
  rooms: z.array(WrittenRoom).default([]),
  /** What `env` of the sandbox then says, beside nothing else. */
  env: z.record(z.string(), z.string()).default({}),
});
/** What a seed may look like before its defaults are filled in. */
export type PortalSeed = z.input<typeof PortalSeed>;

/** A seed whose rooms are not looked into: they are checked one by one. */
export const SeedFrame = PortalSeed.extend({ rooms: z.array(z.unknown()).default([]) });

/** A seed that has been checked. Its rooms are JSON: it is kept for the next reset, and a large one would take more as objects than its portal. */
export type CheckedSeed = Omit<z.output<typeof SeedFrame>, 'rooms'> & { rooms: readonly string[] };
/** A room with its defaults filled in. */
export type WrittenRoom = z.output<typeof WrittenRoom>;

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] {
  const keys: K[] = [];
  for (const key in table) keys.push(key);
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error('The table is empty');
  return [first, ...rest];
}
