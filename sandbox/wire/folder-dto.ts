import type { View } from './view.ts';
import { isRoom, type Room, roomOf } from '../model/sections.ts';
import { sharedLevel } from '../model/security.ts';
import type { Folder, RoomSettings } from '../model/records.ts';
import { spaceOf } from '../model/room-space.ts';
import { totalsOf } from '../model/totals.ts';
import { readStored } from '../model/stored-settings.ts';
import { fileShare } from '../model/vendor-numbers.ts';
import { writeEntry } from './entry-dto.ts';

/** FolderDto, of a folder, a room or a section root. */
export function writeFolder(view: View, folder: Folder): Record<string, unknown> {
  const content = totalsOf(view.portal.state.indexes.totals, folder.id);
  return {
    parentId: folder.parentId,
    filesCount: content.files,
    foldersCount: content.folders,
    new: 0,
    mute: false,
    ...writeEntry(view, folder),
    ...(isRoom(folder) ? writeRoomFields(view, folder) : writeFolderFields(view, folder)),
    fileEntryType: 1,
  };
}

function writeFolderFields(view: View, folder: Folder): Record<string, unknown> {
  const room = roomOf(view.portal.state, folder);
  return {
    tags: [],
    logo: { original: '', large: '', medium: '', small: '' },
    pinned: false,
    private: false,
    indexing: room?.room?.settings.indexing ?? false,
    denyDownload: room?.room?.settings.denyDownload ?? false,
    rootRoomType: room?.room?.roomType,
    type: folder.folderType === 0 ? undefined : folder.folderType,
  };
}

function writeRoomFields(view: View, folder: Room): Record<string, unknown> {
  const { state } = view.portal;
  const { roomType, tags, settings } = folder.room;
  return {
    tags,
    logo: writeLogo(settings),
    pinned: state.pins.get(view.caller.id)?.has(folder.id) ?? false,
    roomType,
    private: settings.private,
    indexing: settings.indexing,
    denyDownload: settings.denyDownload,
    lifetime: settings.lifetime,
    watermark: settings.watermark && writeWatermark(settings.watermark),
    inRoom: folder.createdBy === view.caller.id || sharedLevel(state, view.caller, folder) !== fileShare.None,
    ...(state.settings.roomQuotasEnabled && {
      quotaLimit: settings.quota ?? readStored(view.portal, 'roomQuota').defaultQuota,
      isCustomQuota: settings.quota !== undefined,
    }),
    usedSpace: spaceOf(state, folder),
    passwordProtected: false,
    expired: false,
  };
}

// Its own switch is not in the reply; numbers that were not given are 0 there.
function writeWatermark(watermark: Record<string, unknown>): Record<string, unknown> {
  const sizes = { additions: 0, rotate: 0, imageScale: 0, imageHeight: 0, imageWidth: 0 };
  return { ...sizes, ...watermark, enabled: undefined };
}

function writeLogo({ logo = '', color = 'FF6680', cover }: RoomSettings): Record<string, unknown> {
  return { original: logo, large: logo, medium: logo, small: logo, color, cover: writeCover(cover) };
}

function writeCover(cover: string | undefined): { id: string; data: string } | undefined {
  return cover === undefined ? undefined : { id: cover, data: '' };
}
