import * as z from 'zod';
import type { File, UploadSession } from '../model/records.ts';
import { isFile, lineage } from '../model/sections.ts';
import { putUpload } from '../model/library.ts';
import {
  addChunk,
  finishUpload,
  openPath,
  openUpload,
  requireUpload,
  uploadedBytes,
} from '../model/upload-sessions.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import { flag, integer, record, text } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { isForm, readForm } from '../wire/form.ts';
import { idParameter } from '../wire/parameters.ts';
import { badArgument, PortalError } from '../wire/portal-error.ts';
import { readFlag, readInteger, readText } from '../wire/query.ts';
import { writeJson } from '../wire/envelope.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { requireUnlockedFile } from './require-entry.ts';
import { post, put, remove } from './route.ts';
import { requireUploadFolder } from './uploads.ts';

const NewSession = record({
  fileName: z.string(),
  fileSize: integer().nullish(),
  relativePath: text(),
  encrypted: flag(),
  createNewIfExist: flag(),
});

function openSession(request: ApiRequest): UploadSession {
  const { fileName, fileSize, relativePath, createNewIfExist } = request.body(NewSession, 'Session');
  const { portal, caller, params } = request;
  const folderId = idParameter(params);
  requireUploadFolder(request, folderId);
  if (fileName.trim() === '') throw badArgument("Value cannot be null. (Parameter 'title')");
  const place = openPath(portal, caller, { folderId, path: relativePath ?? '' });
  return openUpload(portal, caller, { folderId: place, fileName, fileSize: fileSize ?? 0, createNewIfExist });
}

function openEditSession(request: ApiRequest): UploadSession {
  const file = requireUnlockedFile(request, 'Edit');
  return openUpload(request.portal, request.caller, {
    folderId: file.parentId,
    fileId: file.id,
    fileName: file.title,
    fileSize: readInteger(request.query, 'fileSize') ?? 0,
    createNewIfExist: false,
  });
}

function wrap(request: ApiRequest, session: UploadSession): Record<string, unknown> {
  return { success: true, data: writeSession(request, session) };
}

// Releases differ in whether the session stands in `data` or by itself; an answer with both serves the clients of all.
function writeBoth(request: ApiRequest, session: UploadSession): Record<string, unknown> {
  return { ...wrap(request, session), ...writeSession(request, session) };
}

/** ChunkedUploadSessionResponse. */
function writeSession(request: ApiRequest, session: UploadSession): Record<string, unknown> {
  const folder = request.portal.state.folders.get(session.folderId);
  const path = folder ? lineage(request.portal.state, folder).filter((it) => !isFile(it)) : [];
  return {
    id: session.id,
    path: path.map(({ id }) => id).toReversed(),
    created: session.created,
    expired: session.expired,
    location: `${request.origin}/ChunkedUploader.ashx?uid=${session.id}`,
    bytes_uploaded: uploadedBytes(session),
    bytes_total: session.fileSize,
  };
}

async function readChunk({ upload }: ApiRequest): Promise<Uint8Array> {
  const type = upload.header('content-type');
  if (!isForm(type)) return upload.bytes;
  const [file] = (await readForm(upload.bytes, type)).files;
  if (!file) throw badArgument('HttpRequest.Files is empty');
  return file.bytes;
}

/** One part of the parallel form: the file is made by `finalize`. */
async function takeParallel(request: ApiRequest, id: string): Promise<UploadSession> {
  requireUpload(request.portal, id);
  const bytes = await readChunk(request);
  return addChunk(request.portal, { id, bytes, number: readInteger(request.query, 'chunkNumber') });
}

/** One part of the sequential form: the last one makes the file. */
async function takeSequential(request: ApiRequest, id: string): Promise<UploadSession | File> {
  requireUpload(request.portal, id);
  const session = addChunk(request.portal, { id, bytes: await readChunk(request) });
  return uploadedBytes(session) < session.fileSize ? session : finishUpload(request.portal, request.caller, id);
}

// UploadSessionResponseDto.
function writeUploaded(request: ApiRequest, file: File): Record<string, unknown> {
  const { id, parentId, version, title } = file;
  return { id, folderId: parentId, version, title, uploaded: true, file: writeFile(request, file) };
}

function writePending(session: UploadSession): Record<string, unknown> {
  return { id: 0, folderId: session.folderId, version: 1, title: session.fileName, uploaded: false };
}

async function uploadNext(request: ApiRequest): Promise<unknown> {
  const result = await takeSequential(request, request.params['sid'] ?? '');
  if ('chunks' in result) return writePending(result);
  request.setStatus(201);
  return writeUploaded(request, result);
}

function finish(request: ApiRequest): unknown {
  const file = finishUpload(request.portal, request.caller, request.params['sid'] ?? '');
  request.setStatus(201);
  return writeUploaded(request, file);
}

function abort(request: ApiRequest): unknown {
  const { id } = requireUpload(request.portal, request.params['sid'] ?? '');
  putUpload(request.portal.state.library, id, undefined);
  return undefined;
}

interface HandlerAnswer {
  status: number;
  data?: Record<string, unknown>;
}

/**
 * The handler at a session's `location`. It has an envelope of its own, `{success, data, message}`, and answers failures
 * with 200 too; only the end of an upload is a 201 (DocSpace server, ChunkedUploaderHandler).
 */
async function handleChunk(request: ApiRequest): Promise<Response> {
  try {
    const { status, data } = await handle(request);
    return sendHandled({ success: true, data, message: '' }, status);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return sendHandled({ success: false, message: error.message }, 200);
  }
}

function sendHandled(body: Record<string, unknown>, status: number): Response {
  return new Response(writeJson(body), { status, headers: { 'content-type': 'application/json' } });
}

const notYours = 'Not authorized or session with specified upload id already expired';

async function handle(request: ApiRequest): Promise<HandlerAnswer> {
  const { portal, caller, query } = request;
  const id = readText(query, 'uid') ?? '';
  const session = portal.state.library.uploads.get(id);
  if (caller.id === emptyGuid || session?.accountId !== caller.id) throw new PortalError('security', notYours);
  if (readFlag(query, 'abort') === true) {
    putUpload(portal.state.library, id, undefined);
    return { status: 200 };
  }
  if (readFlag(query, 'finalize') === true)
    return { status: 201, data: writeUploaded(request, finishUpload(portal, caller, id)) };
  const isParallel = readFlag(query, 'upload') === true;
  const result = await (isParallel ? takeParallel(request, id) : takeSequential(request, id));
  return 'chunks' in result
    ? { status: 200, data: writeSession(request, result) }
    : { status: 201, data: writeUploaded(request, result) };
}

const handler = { ...post('', 'uploadChunk', handleChunk), access: 'anonymous', scope: 'skip' } as const;

/** Uploads in parts. */
export const routes: readonly ApiRoute[] = [
  post('files/:id{[0-9]+}/upload/create_session', 'createUploadSession', (request) =>
    wrap(request, openSession(request)),
  ),
  post('files/:id{[0-9]+}/session', 'createUploadSessionInFolder', (request) =>
    writeBoth(request, openSession(request)),
  ),
  post('files/file/:id{[0-9]+}/edit_session', 'createEditSession', (request) =>
    wrap(request, openEditSession(request)),
  ),
  post('files/:id{[0-9]+}/session/:sid/upload', 'uploadAsyncSession', async (request) =>
    writeBoth(request, await takeParallel(request, request.params['sid'] ?? '')),
  ),
  put('files/:id{[0-9]+}/session/:sid/finalize', 'finalizeSession', finish),
  post('files/:id{[0-9]+}/session/:sid', 'uploadSession', uploadNext),
  remove('files/:id{[0-9]+}/session/:sid', 'abortUploadSession', abort),
  { ...handler, path: '/:handler{[Cc]hunked[Uu]ploader\\.ashx}' },
];
