import type { Portal } from '../portal.ts';
import { denied } from '../wire/portal-error.ts';
import { cleanTitle } from './clean-title.ts';
import { copyEntry } from './entries.ts';
import { findByEmail } from './people.ts';
import type { Account, RoomSettings, Share } from './records.ts';
import { subjectType } from './records.ts';
import { createRoom, findRoom, keepTags } from './rooms.ts';
import { filesIn, isTemplate, type Room, sectionRoot, subfolders } from './sections.ts';
import { may, mayOwnRooms } from './security.ts';
import { putFolder, putShare, removeShare, type State, takeId } from './state.ts';
import { startTemplateJob } from './template-jobs.ts';
import { everyoneGroupId, fileShare, folderType } from './vendor-numbers.ts';

/** What a template is made with. Tags and settings are taken from the room unless they are given. */
export interface NewTemplate {
  room: Room;
  title: string;
  tags: readonly string[] | undefined;
  settings: RoomSettings;
  /** Who may use it. E-mails that are not of room or DocSpace admins are passed over. */
  emails: readonly string[];
  groupIds: readonly string[];
  isPublic: boolean;
}

/** What a room from a template is made with. */
export interface RoomFromTemplate {
  template: Room;
  title: string;
  tags: readonly string[] | undefined;
  settings: RoomSettings;
}

/** A template by its id; `undefined` for an ordinary room. */
export function findTemplate(state: State, id: number): Room | undefined {
  const room = findRoom(state, id);
  return room && isTemplate(state, room) ? room : undefined;
}

/** Starts to save a room as a template: its folders and files, not its members. Throws 403 for who may not edit the room. */
export function startTemplate(portal: Portal, actor: Account, fields: NewTemplate): () => void {
  if (!may(portal.state, actor, { action: 'EditRoom', entry: fields.room })) throw denied();
  return startTemplateJob(portal, 'template', {
    make: () => makeTemplate(portal, actor, fields),
    fill: (template) => {
      copyContents(portal, actor, { from: fields.room, to: template });
      for (const row of readersOf(portal.state, fields)) grantRead(portal, actor, { template, ...row });
    },
  });
}

/** Starts to make a room from a template, without its members. `room.created` comes before the contents. */
export function startRoomFromTemplate(portal: Portal, actor: Account, fields: RoomFromTemplate): () => void {
  const { template, title, settings } = fields;
  const { roomType, tags } = template.room;
  return startTemplateJob(portal, 'room', {
    make: () => createRoom(portal, actor, { title, roomType, tags: fields.tags ?? tags, settings }),
    fill: (room) => copyContents(portal, actor, { from: template, to: room }),
  });
}

/** Whether everybody who may make rooms may use a template. */
export function isPublicTemplate(state: State, template: Room): boolean {
  return state.shares.get(template.id)?.some((row) => row.subjectId === everyoneGroupId) ?? false;
}

/** Shares a template with everybody or with nobody: either way every other reader loses it. Throws 403 for all but its owner. */
export function setPublicTemplate(portal: Portal, actor: Account, change: { template: Room; isPublic: boolean }): void {
  const { template, isPublic } = change;
  if (template.createdBy !== actor.id) throw denied();
  for (const row of [...(portal.state.shares.get(template.id) ?? [])])
    removeShare(portal.state, template.id, row.subjectId);
  if (isPublic) grantRead(portal, actor, { template, subjectType: subjectType.group, subjectId: everyoneGroupId });
}

function makeTemplate(portal: Portal, actor: Account, { room, title, tags, settings }: NewTemplate): Room {
  const now = portal.timestamp();
  const { roomType, tags: ownTags } = room.room;
  const template: Room = {
    id: takeId(portal.state, 'entry'),
    parentId: sectionRoot(portal, folderType.templates).id,
    folderType: room.folderType,
    title: cleanTitle(title),
    createdBy: actor.id,
    created: now,
    modifiedBy: actor.id,
    modified: now,
    room: { roomType, tags: keepTags(portal.state, tags ?? ownTags), settings },
  };
  putFolder(portal.state, template);
  return template;
}

function copyContents(portal: Portal, actor: Account, { from, to }: { from: Room; to: Room }): void {
  const { state } = portal;
  for (const entry of [...filesIn(state, from.id), ...subfolders(state, from.id)])
    copyEntry(portal, actor, { entry, parentId: to.id });
}

type Reader = Pick<Share, 'subjectType' | 'subjectId'>;

function readersOf(state: State, { emails, groupIds, isPublic }: NewTemplate): Reader[] {
  const accounts = emails.map((email) => findByEmail(state, email)).filter((account) => account !== undefined);
  const groups = [...groupIds.filter((id) => state.groups.has(id)), ...(isPublic ? [everyoneGroupId] : [])];
  return [
    ...accounts.filter(mayOwnRooms).map(({ id }) => ({ subjectType: subjectType.user, subjectId: id })),
    ...groups.map((id) => ({ subjectType: subjectType.group, subjectId: id })),
  ];
}

function grantRead(portal: Portal, actor: Account, { template, ...reader }: Reader & { template: Room }): void {
  putShare(portal.state, {
    ...reader,
    entryId: template.id,
    access: fileShare.Read,
    grantedBy: actor.id,
    grantedOn: portal.timestamp(),
  });
}
