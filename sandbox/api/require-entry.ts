import type { File, Folder } from '../model/records.ts';
import type { Entry } from '../model/sections.ts';
import { may, type SecurityAction } from '../model/security.ts';
import { isLockedFor } from '../model/store-upload.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, notFound, notPossible } from '../wire/portal-error.ts';
import type { ApiRequest } from './api-types.ts';

/** The text of the server for a file that is not there. */
export const missingFile = 'The required file was not found';
/** The text of the server for a folder that is not there. */
export const missingFolder = 'The required folder was not found';

/** The file of the path. Throws 404 for an unknown one, 403 without the right. */
export function requireFile(request: ApiRequest, action: SecurityAction): File {
  const { portal, caller, params } = request;
  const file = portal.state.files.get(idParameter(params));
  if (!file) throw notFound(missingFile);
  if (!may(portal.state, caller, { action, entry: file })) throw denied();
  return file;
}

/** The file of the path for a change of it: as `requireFile`, and 403 for one that somebody else has locked. */
export function requireUnlockedFile(request: ApiRequest, action: SecurityAction): File {
  const file = requireFile(request, action);
  if (isLockedFor(request.caller, file)) throw notPossible('The file is locked by another user');
  return file;
}

/** The folder of the path. Throws 404 for an unknown one, 403 without the right. */
export function requireFolder(request: ApiRequest, action: SecurityAction): Folder {
  const { portal, caller, params } = request;
  const folder = portal.state.folders.get(idParameter(params));
  if (!folder) throw notFound(missingFolder);
  if (!may(portal.state, caller, { action, entry: folder })) throw denied();
  return folder;
}

/** An entry that may be missing. Throws 404 "Item not found" then, 403 when it may not be read. */
export function requireItem({ portal, caller }: ApiRequest, entry: Entry | undefined): Entry {
  if (!entry) throw notFound('Item not found');
  if (!may(portal.state, caller, { action: 'Read', entry })) throw denied();
  return entry;
}

/** Which entry the id of a path is of. */
export type FindItem = (request: ApiRequest) => Entry;

/** The path names a file. */
export const aFile: FindItem = (request) =>
  requireItem(request, request.portal.state.files.get(idParameter(request.params)));

/** The path names a folder, which may be a room. */
export const aFolder: FindItem = (request) =>
  requireItem(request, request.portal.state.folders.get(idParameter(request.params)));
