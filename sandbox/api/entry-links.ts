import { ensureEntryLink, readableLinks, setEntryLink } from '../model/entry-links.ts';
import { ensurePrimaryLink, linkType, setLink } from '../model/links.ts';
import type { LinkOptions, Share } from '../model/records.ts';
import { type Entry, isRoom } from '../model/sections.ts';
import { access, flag, guid, record, text } from '../wire/body.ts';
import { readPaging } from '../wire/query.ts';
import { writeLink } from '../wire/share-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { readExpiration, requirePassword } from './links.ts';
import { aFile, aFolder, type FindItem } from './require-entry.ts';
import { get, post, put } from './route.ts';

const LinkRequest = record({
  linkId: guid().nullish(),
  access: access(),
  title: text(255),
  expirationDate: text(),
  password: text(255),
  denyDownload: flag(),
  internal: flag(),
  primary: flag(),
});

interface LinkBody {
  linkId: string | undefined;
  access: number;
  isPrimary: boolean;
  options: Partial<LinkOptions>;
}

function readLinkBody(request: ApiRequest): LinkBody {
  const { linkId, access: level, primary, ...body } = request.optionalBody(LinkRequest);
  if (body.password !== undefined && body.password !== '') requirePassword(request, body.password);
  const { title, denyDownload, internal } = body;
  const password = body.password === '' ? undefined : body.password;
  const expirationDate = readExpiration(request, body.expirationDate);
  const options = {
    ...(title !== undefined && { title }),
    ...(password !== undefined && { password }),
    ...(expirationDate !== undefined && { expirationDate }),
    denyDownload,
    internal,
  };
  return { linkId: linkId ?? undefined, access: level, isPrimary: primary, options };
}

// A room is a folder too; its links keep the rules of its type.
function readPrimary(request: ApiRequest, find: FindItem): unknown {
  const { portal, caller } = request;
  const entry = find(request);
  const row = isRoom(entry)
    ? ensurePrimaryLink(portal, caller, entry)
    : ensureEntryLink(portal, caller, { entry, options: {} });
  return writeLink(request, entry, row);
}

function createPrimary(request: ApiRequest, find: FindItem): unknown {
  const { portal, caller } = request;
  const entry = find(request);
  if (isRoom(entry)) return readPrimary(request, find);
  return writeLink(request, entry, ensureEntryLink(portal, caller, { entry, options: readLinkBody(request).options }));
}

function changeLinks(request: ApiRequest, find: FindItem): unknown {
  const entry = find(request);
  const row = change(request, entry, readLinkBody(request));
  return row && writeLink(request, entry, row);
}

function change({ portal, caller }: ApiRequest, entry: Entry, body: LinkBody): Share | undefined {
  if (!isRoom(entry)) return setEntryLink(portal, caller, { entry, change: body });
  const { denyDownload = false, internal = false, ...options } = body.options;
  const link = { ...options, denyDownload, internal, linkId: body.linkId, access: body.access };
  return setLink(portal, caller, { room: entry, change: { ...link, linkType: linkType.external } });
}

function listLinks(request: ApiRequest, find: FindItem): unknown {
  const { count, startIndex } = readPaging(request.query);
  const entry = find(request);
  const rows = readableLinks(request.portal, request.caller, entry);
  const page = rows.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(rows.length);
  return page.map((row) => writeLink(request, entry, row));
}

/** External links of files and folders. Reading the primary link creates a missing one, so it is a write. */
export const routes: readonly ApiRoute[] = [
  {
    ...get('files/file/:id{[0-9]+}/link', 'getFilePrimaryExternalLink', (request) => readPrimary(request, aFile)),
    effect: 'write',
  },
  {
    ...get('files/folder/:id{[0-9]+}/link', 'getFolderPrimaryExternalLink', (request) => readPrimary(request, aFolder)),
    effect: 'write',
  },
  post('files/file/:id{[0-9]+}/link', 'createFilePrimaryExternalLink', (request) => createPrimary(request, aFile)),
  post('files/folder/:id{[0-9]+}/link', 'createFolderPrimaryExternalLink', (request) =>
    createPrimary(request, aFolder),
  ),
  get('files/file/:id{[0-9]+}/links', 'getFileLinks', (request) => listLinks(request, aFile)),
  get('files/folder/:id{[0-9]+}/links', 'getFolderLinks', (request) => listLinks(request, aFolder)),
  put('files/file/:id{[0-9]+}/links', 'setFileExternalLink', (request) => changeLinks(request, aFile)),
  put('files/folder/:id{[0-9]+}/links', 'setFolderPrimaryExternalLink', (request) => changeLinks(request, aFolder)),
];
