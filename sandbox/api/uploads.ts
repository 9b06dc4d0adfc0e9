import * as z from 'zod';
import { mayCreateIn } from '../model/entries.ts';
import { publishEntry } from '../model/events.ts';
import { storeContent } from '../model/library.ts';
import type { File } from '../model/records.ts';
import { requireSpace } from '../model/room-space.ts';
import { filesIn, personalRoot } from '../model/sections.ts';
import { storeUpload } from '../model/store-upload.ts';
import { folderType } from '../model/vendor-numbers.ts';
import { record } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { type Form, isForm, readForm } from '../wire/form.ts';
import { idParameter } from '../wire/parameters.ts';
import { badArgument, denied, notFound, notPossible } from '../wire/portal-error.ts';
import { readFlag, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { missingFolder } from './require-entry.ts';
import { post } from './route.ts';

/** Where an upload goes. */
type Place = (request: ApiRequest) => number;

const inFolder: Place = (request) => idParameter(request.params);
const inMy: Place = (request) => personalRoot(request.portal, folderType.user, request.caller).id;

/** The folder of an upload. Throws 404 for an unknown one, 403 where nothing may be put. */
export function requireUploadFolder({ portal, caller }: ApiRequest, folderId: number): void {
  if (!portal.state.folders.has(folderId)) throw notFound(missingFolder);
  if (!mayCreateIn(portal, caller, folderId)) throw denied();
}

interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

// One file is answered by itself, several by a list.
async function uploadFiles(request: ApiRequest, place: Place): Promise<unknown> {
  const folderId = place(request);
  requireUploadFolder(request, folderId);
  const form = await formOf(request);
  const files: NamedBytes[] = form ? form.files : wholeBody(request);
  if (files.length === 0) throw notPossible('No input files');
  const createNewIfExist = readSwitch(request, form, 'createNewIfExist');
  const stored = files.map(({ name, bytes }) => store(request, { folderId, name, bytes, createNewIfExist }));
  const shown = stored.map((file) => writeFile(request, file));
  return shown.length === 1 ? shown[0] : shown;
}

async function formOf({ upload }: ApiRequest): Promise<Form | undefined> {
  const type = upload.header('content-type');
  return isForm(type) ? readForm(upload.bytes, type) : undefined;
}

// The other way of uploading: the body is the file, and a header names it.
function wholeBody({ upload }: ApiRequest): NamedBytes[] {
  const disposition = upload.header('content-disposition') ?? '';
  const encoded = /filename\*=(?:UTF-8'[^']*')?([^;]+)/i.exec(disposition)?.[1];
  const name = (encoded && decode(encoded)) ?? /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return name === undefined ? [] : [{ name, bytes: upload.bytes }];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

function readSwitch({ query }: ApiRequest, form: Form | undefined, name: string): boolean {
  return readFlag(query, name) ?? form?.text(name)?.toLowerCase() === 'true';
}

function store(
  request: ApiRequest,
  { folderId, name, bytes, createNewIfExist }: NamedBytes & { folderId: number; createNewIfExist: boolean },
): File {
  const { portal, caller } = request;
  requireSpace(portal.state, folderId, bytes.length);
  const title = name.split(/[\\/]/).at(-1) ?? '';
  if (title.trim() === '') throw badArgument("Value cannot be null. (Parameter 'title')");
  const content = storeContent(portal.state.library, bytes);
  const file = storeUpload(portal, caller, { parentId: folderId, title, content, createNewIfExist });
  publishEntry(portal, { trigger: 'file.uploaded', actor: caller }, file);
  return file;
}

// The fields of the form are called after the members of the server's model: `InsertFile.Title`, or `Title` alone.
async function insertFile(request: ApiRequest, place: Place): Promise<unknown> {
  const folderId = place(request);
  requireUploadFolder(request, folderId);
  const form = await formOf(request);
  const file = form ? form.files[0] : { name: '', bytes: request.upload.bytes };
  if (!file) throw notPossible('No input files');
  const name = readText(request.query, 'title') ?? form?.text('InsertFile.Title') ?? form?.text('title') ?? file.name;
  const createNewIfExist =
    readSwitch(request, form, 'createNewIfExist') || readSwitch(request, form, 'InsertFile.CreateNewIfExist');
  return writeFile(request, store(request, { folderId, name, bytes: file.bytes, createNewIfExist }));
}

const Check = record({ filesTitle: z.array(z.string()).nullish() });

// Which of the titles are taken, as they were asked for.
function checkUpload(request: ApiRequest): unknown {
  const { filesTitle } = request.body(Check);
  if (!filesTitle) throw badArgument("Value cannot be null. (Parameter 'filesTitle')");
  const folderId = idParameter(request.params);
  requireUploadFolder(request, folderId);
  const taken = new Set(filesIn(request.portal.state, folderId).map((file) => file.title.toLowerCase()));
  return [...new Set(filesTitle)].filter((title) => taken.has(title.toLowerCase()));
}

/** Uploads in one piece. */
export const routes: readonly ApiRoute[] = [
  post('files/:id{[0-9]+}/upload/check', 'checkUpload', checkUpload),
  post('files/:id{[0-9]+}/upload', 'uploadFile', (request) => uploadFiles(request, inFolder)),
  post('files/@my/upload', 'uploadFileToMy', (request) => uploadFiles(request, inMy)),
  post('files/:id{[0-9]+}/insert', 'insertFile', (request) => insertFile(request, inFolder)),
  post('files/@my/insert', 'insertFileToMyFromBody', (request) => insertFile(request, inMy)),
];
