import { findRooms, sectionOfArea, searchArea, subjectFilter } from '../model/find-rooms.ts';
import { requireRoom } from '../model/rooms.ts';
import type { Room } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { chooseOrder, sortedBy } from '../model/sort-entries.ts';
import { roomType } from '../model/vendor-numbers.ts';
import { writeContent } from '../wire/content-dto.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { lacks, PortalError } from '../wire/portal-error.ts';
import { isDescending, readChoice, readChoices, readFlag, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get } from './route.ts';
import { routes as looks } from './room-looks.ts';
import { routes as changes } from './room-changes.ts';
import { routes as moves } from './room-moves.ts';

const quotaFilter = { All: 0, Default: 1, Custom: 2 } as const;
/** ProviderFilter of the vendor. */
const providers = {
  ...{ None: 0, Box: 1, DropBox: 2, GoogleDrive: 3, kDrive: 4, OneDrive: 5, SharePoint: 6, WebDav: 7, Yandex: 8 },
  Storage: 9,
} as const;

function listRooms(request: ApiRequest): unknown {
  const { query, portal, caller } = request;
  const page = readPaging(query);
  const area = readChoice(query, 'searchArea', searchArea) ?? searchArea.Active;
  const section = sectionOfArea(portal, area);
  const by = readChoice(query, 'sortBy', sortedBy);
  const order = chooseOrder(portal, caller, { folder: section, by, isDescending: isDescending(query) });
  const found = findRooms(portal, caller, {
    area,
    types: readChoices(query, 'type', roomType),
    subjectId: readSubject(query),
    subjectFilter: readChoice(query, 'subjectFilter', subjectFilter) ?? subjectFilter.Owner,
    excludesSubject: readFlag(query, 'excludeSubject') ?? false,
    ownerId: readText(query, 'subjectOwnerId')?.toLowerCase(),
    tags: readTags(query),
    withoutTags: readFlag(query, 'withoutTags') ?? false,
    groupId: readText(query, 'groupId')?.toLowerCase(),
    hasOwnQuota: readQuotaFilter(query),
    isElsewhere: isElsewhere(query),
    text: readText(query, 'filterValue'),
    order,
  });
  return writeContent(request, section, { entries: pinnedFirst(request, found), page });
}

function readQuotaFilter(query: URLSearchParams): boolean | undefined {
  const filter = readChoice(query, 'quotaFilter', quotaFilter) ?? quotaFilter.All;
  return filter === quotaFilter.All ? undefined : filter === quotaFilter.Custom;
}

// Every room is kept by the portal itself.
function isElsewhere(query: URLSearchParams): boolean {
  const storage = readChoice(query, 'storageFilter', { None: 0, Internal: 1, ThirdParty: 2 });
  const provider = readChoice(query, 'provider', providers) ?? providers.None;
  return storage === 2 || (provider !== providers.None && provider !== providers.Storage);
}

// The server parses this one by hand: a text that is no guid is a failure of its own, not a validation problem.
function readSubject(query: URLSearchParams): string | undefined {
  const value = readText(query, 'subjectId')?.toLowerCase();
  if (value !== undefined && !/^[0-9a-f-]{36}$/.test(value))
    throw new PortalError('defect', 'Unrecognized Guid format.');
  return value;
}

// ONE text that holds a JSON array.
function readTags(query: URLSearchParams): string[] {
  const source = readText(query, 'tags');
  if (source === undefined) return [];
  try {
    const tags: unknown = JSON.parse(source);
    if (Array.isArray(tags)) return tags.map(String);
  } catch {
    // Falls through to the failure below.
  }
  throw new PortalError('defect', 'The tags are not a JSON array');
}

function pinnedFirst(request: ApiRequest, rooms: readonly Room[]): readonly Room[] {
  const pinned = request.portal.state.pins.get(request.caller.id);
  if (!pinned?.size) return rooms;
  return [...rooms.filter((room) => pinned.has(room.id)), ...rooms.filter((room) => !pinned.has(room.id))];
}

function readRoom(request: ApiRequest): unknown {
  const room = requireRoom(request.portal.state, idParameter(request.params));
  if (!may(request.portal.state, request.caller, { action: 'Read', entry: room })) throw lacks('view');
  return writeFolder(request, room);
}

/** Rooms. */
export const routes: readonly ApiRoute[] = [
  get('files/rooms', 'getRoomsFolder', listRooms),
  ...looks,
  get('files/rooms/:id{[0-9]+}', 'getRoomInfo', readRoom),
  ...changes,
  ...moves,
];
