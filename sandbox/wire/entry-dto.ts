import type { View } from './view.ts';
import { subjectType } from '../model/records.ts';
import { roomRules } from '../model/role-table.ts';
import { rulesTypeOf } from '../model/rooms.ts';
import { type Entry, isFile, isRoom, roomOf, rootOf } from '../model/sections.ts';
import { isFavorite } from '../model/own-entries.ts';
import { may, rightsOn, securityActions, sharedLevel } from '../model/security.ts';
import { fileShare } from '../model/vendor-numbers.ts';
import { writePortalDate } from './dates.ts';
import { writeEmployee } from './employee-dto.ts';

/** What FolderDto and FileDto have in common (FileEntryDto). */
export function writeEntry(view: View, entry: Entry): Record<string, unknown> {
  const { state } = view.portal;
  const offset = state.settings.timezoneOffsetMinutes;
  const root = rootOf(state, entry);
  const room = roomOf(state, entry);
  const origin = entry.originId === undefined ? undefined : state.folders.get(entry.originId);
  return {
    id: entry.id,
    rootFolderId: root.id,
    rootFolderType: root.folderType,
    title: entry.title,
    access: accessOfCaller(view, entry),
    ...writeSharing(view, entry),
    created: writePortalDate(entry.created, offset),
    createdBy: writeEmployee(view, entry.createdBy),
    updated: writePortalDate(entry.modified, offset),
    updatedBy: writeEmployee(view, entry.modifiedBy),
    parentRoomType: room && room.id !== entry.id ? room.folderType : undefined,
    originId: entry.originId,
    originTitle: origin?.title,
    security: writeSecurity(view, entry),
    order: entry.order === undefined ? undefined : String(entry.order),
    isFavorite: isFavorite(view.portal, view.caller, entry),
  };
}

// 0 for the owner and for admins who are not members.
function accessOfCaller(view: View, entry: Entry): number {
  const { state } = view.portal;
  if (roomOf(state, entry)?.createdBy === view.caller.id) return fileShare.None;
  return sharedLevel(state, view.caller, entry);
}

function writeSecurity(view: View, entry: Entry): Record<string, boolean> {
  const mayDo = rightsOn(view.portal.state, view.caller, entry);
  return Object.fromEntries(securityActions.map((action) => [action, mayDo(action)]));
}

function writeSharing(view: View, entry: Entry): Record<string, unknown> {
  const { state } = view.portal;
  const room = roomOf(state, entry);
  const types = new Set((state.shares.get(entry.id) ?? []).map((row) => row.subjectType));
  const has = (...wanted: number[]): boolean => wanted.some((type) => types.has(type));
  return {
    shared: has(subjectType.externalLink, subjectType.primaryLink, subjectType.invitationLink),
    sharedForUser: has(subjectType.user, subjectType.group),
    sharedExternal: has(subjectType.externalLink, subjectType.primaryLink),
    parentShared: room !== undefined && room.id !== entry.id && state.shares.has(room.id),
    ...writeShareRights(view, entry),
    shortWebUrl: `${view.origin}/${isFile(entry) ? 'doceditor?fileId=' : 'rooms/shared/'}${entry.id}`,
  };
}

// `canShare` is about external links: false for rooms that cannot have any, even for their owner.
function writeShareRights(view: View, entry: Entry): Record<string, unknown> {
  const { state } = view.portal;
  const room = roomOf(state, entry);
  if (!room || !isRoom(room) || !may(state, view.caller, { action: 'EditAccess', entry })) {
    return { canShare: false, availableShareRights: {} };
  }
  const type = rulesTypeOf(state, room);
  const { primaryLink, additionalLinks } = roomRules(type);
  const hasLinks = primaryLink !== undefined;
  return {
    canShare: hasLinks,
    shareSettings: hasLinks ? writeLinkLimits(additionalLinks) : undefined,
    availableShareRights: isRoom(entry) ? writeRights(type) : {},
  };
}

function writeLinkLimits(additionalLinks: number): Record<string, number> {
  return additionalLinks > 0 ? { PrimaryExternalLink: 1, ExternalLink: additionalLinks } : { PrimaryExternalLink: 1 };
}

const accessNames = new Map<number, string>(Object.entries(fileShare).map(([name, value]) => [value, name]));

function writeRights(type: number): Record<string, string[]> {
  const { levels } = roomRules(type);
  const names = (values: readonly number[]): string[] =>
    [...values, fileShare.None].map((it) => accessNames.get(it) ?? '');
  const external = levels.externalLink.length > 0 ? names(levels.externalLink) : undefined;
  return {
    User: names(levels.user),
    Group: names(levels.group),
    InvitationLink: names(levels.invitationLink),
    ...(external && { ExternalLink: external, PrimaryExternalLink: external }),
  };
}
