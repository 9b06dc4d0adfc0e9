import * as z from 'zod';

const Account = z.object({
  id: z.string(),
  email: z.string(),
  type: z.string(),
  status: z.number(),
  activationStatus: z.number(),
});
const Folder = z.object({
  id: z.number(),
  parentId: z.number(),
  folderType: z.number(),
  title: z.string(),
  createdBy: z.string(),
  room: z.looseObject({ roomType: z.number(), tags: z.array(z.string()), settings: z.unknown() }).optional(),
});
const File = z.object({
  id: z.number(),
  parentId: z.number(),
  title: z.string(),
  version: z.number(),
  /** The key of its bytes in the library. */
  content: z.string(),
});
const Library = z.object({ contents: z.array(z.object({ key: z.string(), base64: z.string() })) });
const Share = z.object({
  entryId: z.number(),
  subjectType: z.number(),
  subjectId: z.string(),
  access: z.number(),
  link: z
    .object({
      title: z.string(),
      expirationDate: z.string().optional(),
      password: z.string().optional(),
      denyDownload: z.boolean(),
      internal: z.boolean(),
    })
    .optional(),
});
const Snapshot = z.looseObject({
  accounts: z.array(Account),
  relations: z.array(z.object({ inviterId: z.string(), guestId: z.string() })),
  groups: z.array(z.object({ id: z.string(), name: z.string(), memberIds: z.array(z.string()) })),
  folders: z.array(Folder),
  files: z.array(File),
  shares: z.array(Share),
  exclusions: z.array(z.object({ roomId: z.number(), accountIds: z.array(z.string()) })),
  tags: z.array(z.string()),
  library: Library,
});
type Snapshot = z.infer<typeof Snapshot>;

/**
 * Everything in a portal that people could tell apart, from a snapshot of the sandbox: accounts, groups, every entry with its place, bytes and
 * access, tags. Left out is what differs between two portals in which the same was done: ids, times, tokens, and the order of doing.
 */
export function picturePortal(snapshot: unknown): readonly string[] {
  const read = Snapshot.parse(snapshot);
  const names = nameAll(read);
  const emailOf = (id: string): string => names.get(id) ?? 'nobody';
  const places = placeFolders(read);
  const placeOf = (id: number): string => places.get(id) ?? 'nowhere';
  const bytes = new Map(read.library.contents.map(({ key, base64 }) => [key, Buffer.from(base64, 'base64')]));
  const contentOf = ({ title, content }: z.infer<typeof File>): string =>
    title.endsWith('.txt') ? JSON.stringify(steady(bytes.get(content)?.toString('utf8') ?? '')) : content;
  return [
    ...read.accounts.map((one) => `account ${one.email} ${one.type} ${one.status} ${one.activationStatus}`),
    ...read.relations.map(({ inviterId, guestId }) => `guest ${emailOf(guestId)} of ${emailOf(inviterId)}`),
    ...read.groups.map(({ name, memberIds }) => `group ${name}: ${memberIds.map(emailOf).toSorted().join(', ')}`),
    ...read.folders.map(
      (one) => `folder ${placeOf(one.id)} by ${emailOf(one.createdBy)} ${JSON.stringify(one.room ?? {})}`,
    ),
    ...read.files.map((one) => `file ${placeOf(one.parentId)}/${steady(one.title)} v${one.version} ${contentOf(one)}`),
    ...describeShares(read, emailOf, placeOf),
    ...read.exclusions.map(
      ({ roomId, accountIds }) => `excluded from ${placeOf(roomId)}: ${accountIds.map(emailOf).toSorted().join(', ')}`,
    ),
    ...read.tags.map((tag) => `tag ${tag}`),
  ].toSorted();
}

function nameAll({ accounts, groups }: Snapshot): ReadonlyMap<string, string> {
  return new Map([
    ...accounts.map(({ id, email }) => [id, email] as const),
    ...groups.map(({ id, name }) => [id, `group ${name}`] as const),
  ]);
}

/** Where each folder stands, from its section down. */
function placeFolders({ folders }: Snapshot): ReadonlyMap<number, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  function placeOf(id: number): string {
    const folder = byId.get(id);
    if (!folder) return '';
    return folder.parentId === 0
      ? `section ${folder.folderType} of ${folder.title}`
      : `${placeOf(folder.parentId)}/${steady(folder.title)}`;
  }
  return new Map(folders.map(({ id }) => [id, placeOf(id)]));
}

function describeShares(
  { folders, files, shares }: Snapshot,
  emailOf: (id: string) => string,
  placeOf: (id: number) => string,
): string[] {
  const folderIds = new Set(folders.map(({ id }) => id));
  const fileById = new Map(files.map((file) => [file.id, file]));
  return shares.map(({ entryId, subjectType, subjectId, access, link }) => {
    const file = fileById.get(entryId);
    const entry = folderIds.has(entryId) ? placeOf(entryId) : `${placeOf(file?.parentId ?? 0)}/${file?.title ?? '?'}`;
    const subject = link
      ? `link "${link.title}" expires ${link.expirationDate === undefined ? 'never' : 'once'} password ${link.password ?? 'none'} ${link.denyDownload} ${link.internal}`
      : emailOf(subjectId);
    return `access ${entry}: ${subjectType} ${subject} ${access}`;
  });
}

/** A text without moments and without the ids of runs and rooms, which a report names. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}[T_ -]\d{2}[:._-]?\d{2}([:._-]?\d{2})?(\.\d+)?( ?Z| UTC)?/g, 'TIME')
    .replaceAll(/\b[0-9a-f]{20}\b/g, 'RUN')
    .replaceAll(/The room was out of the Archive for [\d.]+ seconds\.\n/g, '');
}
