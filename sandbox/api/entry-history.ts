import { type HistoryEvent, historyOf } from '../model/entry-history.ts';
import type { Share } from '../model/records.ts';
import { type Entry, isFile } from '../model/sections.ts';
import { readPortalDate, writePortalDate } from '../wire/dates.ts';
import { writeEmployee } from '../wire/employee-dto.ts';
import { addressOf } from '../wire/file-dto.ts';
import { badArgument } from '../wire/portal-error.ts';
import { readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { requireFile, requireFolder } from './require-entry.ts';
import { get } from './route.ts';

function readFileHistory(request: ApiRequest): unknown {
  return writeHistory(request, requireFile(request, 'ReadHistory'));
}

function readFolderHistory(request: ApiRequest): unknown {
  return writeHistory(request, requireFolder(request, 'ReadHistory'));
}

function writeHistory(request: ApiRequest, entry: Entry): unknown[] {
  const { count, startIndex } = readPaging(request.query);
  const from = readDate(request, 'fromDate') ?? '';
  const to = readDate(request, 'toDate') ?? '9999';
  const all = historyOf(request.portal, entry).filter(({ date }) => date >= from && date <= to);
  const shown = all.slice(startIndex, startIndex + count);
  request.setCount(shown.length);
  request.setTotal(all.length);
  return shown.map((event, index) => writeEvent(request, event, all.length - startIndex - index));
}

function readDate({ portal, query }: ApiRequest, name: string): string | undefined {
  const source = readText(query, name);
  if (source === undefined) return undefined;
  const date = readPortalDate(source, portal.state.settings.timezoneOffsetMinutes);
  if (date === undefined) throw badArgument(name);
  return date;
}

// HistoryDto.
function writeEvent(request: ApiRequest, event: HistoryEvent, id: number): Record<string, unknown> {
  const { timezoneOffsetMinutes } = request.portal.state.settings;
  return {
    action: { id: event.actionId, key: event.action },
    initiator: writeEmployee(request, event.actorId),
    date: writePortalDate(event.date, timezoneOffsetMinutes),
    data: event.share
      ? writeGrant(request, { share: event.share, entry: event.entry })
      : writeData(request, event.entry),
    id,
    related: [],
  };
}

interface Grant {
  share: Share;
  entry: Entry;
}

function writeData(request: ApiRequest, entry: Entry): Record<string, unknown> {
  const parent = request.portal.state.folders.get(entry.parentId);
  return {
    id: String(entry.id),
    title: entry.title,
    parentId: parent?.id,
    parentTitle: parent?.title,
    parentType: parent?.folderType,
    viewUrl: isFile(entry) ? addressOf(request, entry) : undefined,
  };
}

function writeGrant(request: ApiRequest, { share, entry }: Grant): Record<string, unknown> {
  const { accounts, groups } = request.portal.state;
  const account = accounts.get(share.subjectId);
  const group = groups.get(share.subjectId);
  return {
    access: String(share.access),
    parentId: entry.id,
    ...(share.link && { id: share.subjectId, title: share.link.title }),
    ...(group && { group: { id: group.id, name: group.name } }),
    ...(account && { user: { ...writeEmployee(request, account.id), email: account.email } }),
  };
}

/** What happened to files, folders and rooms. */
export const routes: readonly ApiRoute[] = [
  get('files/file/:id{[0-9]+}/log', 'getFileHistory', readFileHistory),
  get('files/folder/:id{[0-9]+}/log', 'getFolderHistory', readFolderHistory),
];
