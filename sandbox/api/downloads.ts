import { isOpenedBy, signFile } from '../model/file-access.ts';
import { kindOf, mediaTypeOf } from '../model/file-kinds.ts';
import { extensionOf } from '../model/file-title.ts';
import { findVersion } from '../model/file-versions.ts';
import { type Content, readContent } from '../model/library.ts';
import type { File, FileVersion } from '../model/records.ts';
import { may } from '../model/security.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import { readInteger, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { requireFile } from './require-entry.ts';
import { get } from './route.ts';

// The server's handler of files. Its answers have no envelope.
function handleFile(request: ApiRequest): Response {
  if (readText(request.query, 'action')?.toLowerCase() === 'bulk') return sendArchive(request);
  const file = request.portal.state.files.get(readInteger(request.query, 'fileid') ?? 0);
  if (!file) return new Response(null, { status: 404 });
  const version = findVersion(file, readInteger(request.query, 'version') ?? file.version);
  if (!version) return new Response(null, { status: 404 });
  const refusal = refuse(request, file, version);
  if (refusal !== undefined) return new Response(null, { status: refusal });
  return send(request, file.title, version);
}

function refuse(request: ApiRequest, file: File, version: FileVersion): number | undefined {
  const { portal, caller, query } = request;
  if (readText(query, 'stream_auth') === signFile(file, version)) return undefined;
  const token = readText(query, 'share') ?? request.upload.header('request-token');
  if (token !== undefined && isOpenedBy(portal, token, file)) return undefined;
  if (caller.id === emptyGuid) return 401;
  return may(portal.state, caller, { action: 'Download', entry: file }) ? undefined : 403;
}

function sendArchive(request: ApiRequest): Response {
  const { portal, caller, query } = request;
  if (caller.id === emptyGuid) return new Response(null, { status: 401 });
  const download = portal.state.library.downloads.get(readText(query, 'session') ?? '');
  if (download?.accountId !== caller.id) return new Response(null, { status: 404 });
  return send(request, download.title, download);
}

function send({ portal, query }: ApiRequest, title: string, content: Content): Response {
  const isInline = readText(query, 'action')?.toLowerCase() === 'view';
  const bytes = readContent(portal.state.library, content);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaTypeOf(title),
      'content-length': String(bytes.length),
      'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(title)}`,
    },
  });
}

function readAddress(request: ApiRequest): unknown {
  return sign(request, requireFile(request, 'Download'));
}

function readLink(request: ApiRequest): unknown {
  const file = requireFile(request, 'Download');
  return { filetype: extensionOf(file.title).slice(1), url: sign(request, file) };
}

// An address that works without signing in.
function sign({ origin }: ApiRequest, file: File): string {
  const token = signFile(file, file);
  return `${origin}/filehandler.ashx?action=stream&fileid=${file.id}&version=${file.version}&stream_auth=${token}`;
}

const pdfKind = 10;

// Whether a PDF is a form is told by its content, which nothing here writes.
function readIsForm(request: ApiRequest): unknown {
  const file = requireFile(request, 'Read');
  return kindOf(file.title) === pdfKind && readContent(request.portal.state.library, file).includes('/AcroForm');
}

const handler = { ...get('', 'downloadFile', handleFile), access: 'anonymous', scope: 'skip' } as const;

/** Downloads. */
export const routes: readonly ApiRoute[] = [
  get('files/file/:id{[0-9]+}/presigneduri', 'getPresignedUri', readAddress),
  get('files/file/:id{[0-9]+}/presigned', 'getPresignedFileUri', readLink),
  get('files/file/:id{[0-9]+}/isformpdf', 'isFormPDF', readIsForm),
  { ...handler, path: '/:handler{[Ff]ile[Hh]andler\\.ashx}' },
  { ...handler, path: '/products/files/httphandlers/:handler{[Ff]ile[Hh]andler\\.ashx}' },
];
