import { type EntryFilter, filterEntries, filterTarget, filterType, findEntries } from '../model/find-entries.ts';
import type { Folder } from '../model/records.ts';
import type { Entry } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { chooseOrder, sortedBy, sortEntries } from '../model/sort-entries.ts';
import { writeContent } from '../wire/content-dto.ts';
import { isDescending, readChoice, readFlag, readPaging, readText, readTexts } from '../wire/query.ts';
import type { ApiRequest } from './api-types.ts';

/** One page of what is in a folder, as the query filters and sorts it. */
export function listContent(request: ApiRequest, folder: Folder): unknown {
  const { query, portal, caller } = request;
  const page = readPaging(query);
  const found = findEntries(portal.state, folder.id, readFilter(request)).filter((entry) =>
    may(portal.state, caller, { action: 'Read', entry }),
  );
  const order = chooseOrder(portal, caller, { folder, ...readOrder(request) });
  return writeContent(request, folder, { entries: sortEntries(portal.state, found, order), page });
}

/** One page of entries that a section collects from elsewhere, in their own order unless the query says another. */
export function listCollected(request: ApiRequest, section: Folder, collected: readonly Entry[]): unknown {
  const { query, portal, caller } = request;
  const page = readPaging(query);
  const found = filterEntries(portal.state, collected, readFilter(request));
  const { by, ...direction } = readOrder(request);
  if (by === undefined) return writeContent(request, section, { entries: foldersFirst(found), page });
  const order = chooseOrder(portal, caller, { folder: section, by, ...direction });
  return writeContent(request, section, { entries: sortEntries(portal.state, found, order), page });
}

function foldersFirst(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((left, right) => Number('content' in left) - Number('content' in right));
}

function readOrder({ query }: ApiRequest): { by: number | undefined; isDescending: boolean } {
  return { by: readChoice(query, 'sortBy', sortedBy), isDescending: isDescending(query) };
}

function readFilter({ query }: ApiRequest): EntryFilter {
  return {
    text: readText(query, 'filterValue'),
    type: readChoice(query, 'filterType', filterType) ?? filterType.None,
    extensions: readTexts(query, 'extension')
      .filter((it) => it.trim() !== '')
      .map((it) => `.${it.trim().replace(/^\./, '').toLowerCase()}`),
    subjectId: readText(query, 'userIdOrGroupId')?.toLowerCase(),
    excludesSubject: readFlag(query, 'excludeSubject') ?? false,
    target: readChoice(query, 'applyFilterOption', filterTarget) ?? filterTarget.All,
    isDeep: readFlag(query, 'withSubFolders') ?? true,
  };
}
