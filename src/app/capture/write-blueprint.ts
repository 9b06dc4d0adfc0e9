import { Document, isMap, type Node, YAMLMap, YAMLSeq } from 'yaml';
import { cleanTitle } from '../../docspace/vocabulary/clean-title.ts';
import type { Member } from '../../docspace/member.ts';
import type { PicturedFolder, RoomPicture } from './read-picture.ts';

/** A value of the document, with what stands behind it as a comment. */
interface Noted {
  readonly value: unknown;
  readonly note?: string;
}

/** A blueprint as a text, and what of the room it does not say. */
export interface CapturedBlueprint {
  readonly text: string;
  readonly remarks: readonly string[];
}

/**
 * A document of kind Room that makes rooms like this one: its title and the key become inputs, folders stay folders, each file becomes a
 * copy of itself, people with access and links are named. Texts of the portal that look like expressions stay texts.
 */
export function writeBlueprint({ room, contents, members, links }: RoomPicture): CapturedBlueprint {
  const remarks: string[] = [];
  const document = new Document({
    apiVersion: 'concierge/v1',
    kind: 'Room',
    name: nameOf(room.title),
    description: `Rooms like "${oneLine(room.title)}"`,
    on: { http: true },
    inputs: {
      id: { type: 'string', description: 'What the room is called in your own books' },
      title: { type: 'string', default: literal(room.title), description: 'The title of the room' },
    },
    key: '{{ id }}',
    room: {
      title: '{{ title }}',
      ...(room.type === undefined ? {} : { type: room.type }),
      ...(room.tags.length > 0 ? { tags: room.tags.map(literal) } : {}),
      ...(room.quotaBytes === undefined ? {} : { quota: room.quotaBytes }),
      ...(room.denyDownload ? { denyDownload: true } : {}),
    },
  });
  if (room.type === undefined) remarks.push('rooms of this type are not made by blueprints: choose another type');
  addList(document, 'contents', writeContents(contents, remarks));
  addList(
    document,
    'access',
    members.filter(({ isOwner }) => !isOwner).flatMap((member) => writeMember(member, remarks)),
  );
  addList(
    document,
    'links',
    links.flatMap((link) => writeLink(link, remarks)),
  );
  document.commentBefore = ` Made from the room "${oneLine(room.title)}" (${room.id}). Its files are copied from where they are now.`;
  return { text: document.toString({ lineWidth: 120, flowCollectionPadding: true }), remarks };
}

function nameOf(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').slice(0, 60).replace(/-+$/, '');
  return /^[a-z]/.test(name) ? name : `room-${name || 'model'}`.slice(0, 60);
}

/** A text that an expression would be taken for, as an expression that gives it. */
function literal(text: string): string {
  return text.replaceAll('{{', `{{ "{{" }}`).replaceAll('{%', `{{ "{%" }}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function writeContents({ folders, files }: PicturedFolder, remarks: string[]): readonly Noted[] {
  const seen = new Set<string>();
  const isNew = (title: string): boolean => {
    const clean = cleanTitle(title);
    if (!seen.has(clean)) return Boolean(seen.add(clean));
    remarks.push(`"${title}" is there twice in one folder: the second is left out`);
    return false;
  };
  return [
    ...folders.filter(({ title }) => isNew(title)).map((folder) => writeFolder(folder, remarks)),
    ...files
      .filter(({ title }) => isNew(title))
      .map(({ id, title }): Noted => ({ value: { copy: id }, note: oneLine(title) })),
  ];
}

function writeFolder(folder: PicturedFolder, remarks: string[]): Noted {
  const inner = writeContents(folder, remarks);
  const title = literal(folder.title);
  return { value: inner.length === 0 ? title : { folder: title, contents: inner } };
}

function writeMember({ subject, id, name, email, kind, level }: Member, remarks: string[]): readonly Noted[] {
  if (level === undefined) {
    remarks.push(`${name} has a level that blueprints do not know, and is left out`);
    return [];
  }
  const note = oneLine(name);
  if (subject === 'group') return [{ value: { group: id, level }, note }];
  // A guest may be gone by the next room: the address invites them again.
  if (kind === 'guest' && email !== undefined) return [{ value: { person: literal(email), level }, note }];
  return [{ value: { user: id, level }, note }];
}

function writeLink(link: RoomPicture['links'][number], remarks: string[]): readonly Noted[] {
  const { kind, level, title, primary, denyDownload, maxUseCount, expiresAt, hasPassword } = link;
  if (level === undefined) return [];
  if (expiresAt !== undefined)
    remarks.push(`the link "${title}" ends on ${expiresAt.slice(0, 10)}: say \`expires\` if the next one shall`);
  if (hasPassword) remarks.push(`the link "${title}" has a password: declare a secret input for the next one`);
  const named = kind === 'external' && !primary ? { title: literal(title) } : {};
  const uses = maxUseCount === undefined ? {} : { maxUses: maxUseCount };
  return [{ value: { kind, level, ...named, ...(denyDownload ? { denyDownload } : {}), ...uses } }];
}

function addList(document: Document, key: string, items: readonly Noted[]): void {
  if (items.length > 0) document.setIn(['room', key], createList(document, items));
}

function createList(document: Document, items: readonly Noted[]): YAMLSeq<Node> {
  const list = new YAMLSeq<Node>();
  for (const { value, note } of items) {
    const node = createItem(document, value);
    if (note !== undefined) node.comment = ` ${note}`;
    list.items.push(node);
  }
  return list;
}

function createItem(document: Document, value: unknown): Node {
  if (!isFolder(value)) {
    const node = document.createNode(value);
    if (isMap(node)) node.flow = true;
    return node;
  }
  const map = new YAMLMap();
  map.add(document.createPair('folder', value.folder));
  map.add(document.createPair('contents', createList(document, value.contents)));
  return map;
}

function isFolder(value: unknown): value is { readonly folder: string; readonly contents: readonly Noted[] } {
  return typeof value === 'object' && value !== null && 'folder' in value && 'contents' in value;
}
