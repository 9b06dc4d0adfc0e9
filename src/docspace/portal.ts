import { type AccessReads, type AccessWrites, createAccessReads, createAccessWrites } from './access.ts';
import { type ArchiveWrites, createArchiveWrites } from './archive.ts';
import { type ContentReads, type ContentWrites, createContentReads, createContentWrites } from './contents.ts';
import { createGroupReads, type GroupReads } from './groups.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';
import { createKeyReads, type KeyReads } from './keys.ts';
import { createLinkReads, createLinkWrites, type LinkReads, type LinkWrites } from './links.ts';
import { createOwnerWrites, type OwnerWrites } from './owner.ts';
import { createPeopleReads, type PeopleReads } from './people.ts';
import { createRoomReads, createRoomWrites, type RoomReads, type RoomWrites } from './rooms.ts';
import { createTemplateReads, createTemplateWrites, type TemplateReads, type TemplateWrites } from './templates.ts';
import { createWebhookReads, createWebhookWrites, type WebhookReads, type WebhookWrites } from './webhooks.ts';

/** Only calls that change nothing at the portal. */
export interface PortalReader
  extends
    KeyReads,
    PeopleReads,
    GroupReads,
    RoomReads,
    TemplateReads,
    AccessReads,
    LinkReads,
    ContentReads,
    WebhookReads {
  /** The time by the portal's own clock; undefined before its first reply. Up to a second behind. */
  portalTime(): Date | undefined;
}

/** Every call of the portal that Concierge uses. */
export interface Portal
  extends
    PortalReader,
    RoomWrites,
    TemplateWrites,
    OwnerWrites,
    ArchiveWrites,
    AccessWrites,
    LinkWrites,
    ContentWrites,
    WebhookWrites {}

/** A client of one portal. It sends nothing by itself, never tries again, and throws only `AppError`. */
export function createPortal(options: HttpClientOptions): Portal {
  const { send, portalTime } = createHttpClient(options);
  return {
    portalTime,
    ...createKeyReads(send),
    ...createPeopleReads(send),
    ...createGroupReads(send),
    ...createRoomReads(send, options.baseUrl),
    ...createRoomWrites(send, options.baseUrl),
    ...createTemplateReads(send),
    ...createTemplateWrites(send),
    ...createOwnerWrites(send),
    ...createArchiveWrites(send),
    ...createAccessReads(send),
    ...createAccessWrites(send),
    ...createLinkReads(send),
    ...createLinkWrites(send),
    ...createContentReads(send),
    ...createContentWrites(send),
    ...createWebhookReads(send),
    ...createWebhookWrites(send),
  };
}

/** The same portal without anything that could change it, for code that must only look. */
export function asReader(portal: Portal): PortalReader {
  return {
    portalTime: () => portal.portalTime(),
    apiKey: () => portal.apiKey(),
    self: () => portal.self(),
    person: (id) => portal.person(id),
    personByEmail: (email) => portal.personByEmail(email),
    people: (query) => portal.people(query),
    group: (id) => portal.group(id),
    groups: (text) => portal.groups(text),
    groupsOf: (personId) => portal.groupsOf(personId),
    room: (id) => portal.room(id),
    roomTemplate: (id) => portal.roomTemplate(id),
    templateJob: () => portal.templateJob(),
    roomsOwnedBy: (ownerId) => portal.roomsOwnedBy(ownerId),
    roomsWith: (subjectId) => portal.roomsWith(subjectId),
    archivedRooms: () => portal.archivedRooms(),
    activeRooms: () => portal.activeRooms(),
    roomTemplates: () => portal.roomTemplates(),
    members: (roomId) => portal.members(roomId),
    groupMembers: (roomId, groupId) => portal.groupMembers(roomId, groupId),
    links: (roomId) => portal.links(roomId),
    folder: (id) => portal.folder(id),
    myFolderId: () => portal.myFolderId(),
    file: (id) => portal.file(id),
    webhooks: () => portal.webhooks(),
    webhookJournal: (query) => portal.webhookJournal(query),
  };
}
