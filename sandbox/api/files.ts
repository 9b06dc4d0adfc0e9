import * as z from 'zod';
import { maxEntryTitle } from '../model/clean-title.ts';
import { createFile, mayCreateIn, overwriteFile, removeEntry, renameEntry } from '../model/entries.ts';
import { publishEntry } from '../model/events.ts';
import { encodeText } from '../model/file-content.ts';
import { extensionOf, freeTitle } from '../model/file-title.ts';
import type { File } from '../model/records.ts';
import { filesIn, isFile } from '../model/sections.ts';
import { may, type SecurityAction } from '../model/security.ts';
import { operationKind } from '../model/vendor-numbers.ts';
import { flag, integer, record, requiredText, text } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { readInteger } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { copyFileAs } from './copy-file-as.ts';
import { get, post, put, remove } from './route.ts';
import { runListed } from './run-operation.ts';

const title = requiredText(maxEntryTitle);
const TextFile = record({ title, content: z.string(), createNewIfExist: flag() });
const BlankFile = record({ title, templateId: z.unknown().optional(), enableExternalExt: flag() });
const FileChange = record({ title: text(maxEntryTitle), lastVersion: integer().nullish() });
const Removal = record({ deleteAfter: flag(), immediately: flag() });

function addTextFile(request: ApiRequest, kind: 'text' | 'html'): unknown {
  const body = request.body(TextFile);
  const { portal, caller } = request;
  const parentId = idParameter(request.params);
  if (!portal.state.folders.has(parentId)) throw notFound('The required folder was not found');
  if (!mayCreateIn(portal, caller, parentId)) throw denied();
  const extension = kind === 'html' || looksLikeMarkup.test(body.content) ? '.html' : '.txt';
  const named = extensionOf(body.title) === extension ? body.title : `${body.title}${extension}`;
  const content = encodeText(body.content);
  // Inverted on these two endpoints: `true` overwrites, the default makes a file with a suffix.
  const twin = body.createNewIfExist ? findTwin(request, parentId, named) : undefined;
  if (twin) {
    const changed = overwriteFile(portal, caller, { file: twin, content });
    publishEntry(portal, { trigger: 'file.created', actor: caller }, changed);
    return writeFile(request, changed);
  }
  const free = body.createNewIfExist ? named : freeTitle(portal.state, parentId, named);
  return writeFile(request, createFile(portal, caller, { parentId, title: free, content }));
}

// A tag with an attribute, or any "<", a run without space, a space and a later ">" (DocSpace server, FilesControllerHelper.cs).
const looksLikeMarkup = /<\S*\s+[^]*>/;

function findTwin(request: ApiRequest, parentId: number, named: string): File | undefined {
  const { state } = request.portal;
  const twin = filesIn(state, parentId).find((file) => file.title.toLowerCase() === named.toLowerCase());
  const mayOverwrite =
    twin && request.caller.type !== 'guest' && may(state, request.caller, { action: 'Edit', entry: twin });
  return mayOverwrite ? twin : undefined;
}

const blankExtensions: Record<string, string> = {
  '.docx': '.docx',
  '.xlsx': '.xlsx',
  '.pptx': '.pptx',
  '.pdf': '.pdf',
  '.xls': '.xlsx',
  '.ods': '.xlsx',
  '.csv': '.xlsx',
  '.ppt': '.pptx',
  '.odp': '.pptx',
};

function addBlankFile(request: ApiRequest): unknown {
  const body = request.body(BlankFile);
  const parentId = idParameter(request.params);
  if (!mayCreateIn(request.portal, request.caller, parentId)) throw denied();
  const given = extensionOf(body.title);
  const wanted = body.enableExternalExt && given !== '' ? given : (blankExtensions[given] ?? '.docx');
  const stem = body.title.slice(0, body.title.length - given.length);
  const template = typeof body.templateId === 'number' ? request.portal.state.files.get(body.templateId) : undefined;
  const file = createFile(request.portal, request.caller, {
    parentId,
    title: given === wanted ? body.title : `${stem}${wanted}`,
    content: template?.content ?? '',
  });
  return writeFile(request, file);
}

function requireFile(request: ApiRequest, action: SecurityAction): File {
  const { portal, caller } = request;
  const file = portal.state.files.get(idParameter(request.params));
  if (!file) throw notFound('The required file was not found');
  if (!may(portal.state, caller, { action, entry: file })) throw denied();
  return file;
}

// The extension never changes; a blank title is ignored.
function updateFile(request: ApiRequest): unknown {
  const change = request.body(FileChange);
  const file = requireFile(request, 'Rename');
  const wanted = change.title?.trim() ?? '';
  if (wanted === '') return writeFile(request, file);
  const extension = extensionOf(file.title);
  const named = extensionOf(wanted) === extension ? wanted : `${wanted}${extension}`;
  const renamed = renameEntry(request.portal, request.caller, { entry: file, title: named });
  return isFile(renamed) ? writeFile(request, renamed) : undefined;
}

function deleteFile(request: ApiRequest): unknown {
  const { deleteAfter, immediately } = request.body(Removal);
  const file = requireFile(request, 'Delete');
  return runListed(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      removeEntry(request.portal, request.caller, { entry: file, immediately });
      return { folderIds: [], fileIds: [] };
    },
  });
}

function download(request: ApiRequest): Response {
  const { state } = request.portal;
  const file = state.files.get(readInteger(request.query, 'fileid') ?? 0);
  if (!file) return new Response(null, { status: 404 });
  if (!may(state, request.caller, { action: 'Download', entry: file })) return new Response(null, { status: 403 });
  return new Response(Buffer.from(file.content, 'base64'), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.title)}`,
    },
  });
}

/** Files. */
export const routes: readonly ApiRoute[] = [
  post('files/:id{[0-9]+}/text', 'createTextFile', (request) => addTextFile(request, 'text')),
  post('files/:id{[0-9]+}/html', 'createHtmlFile', (request) => addTextFile(request, 'html')),
  post('files/:id{[0-9]+}/file', 'createFile', addBlankFile),
  get('files/file/:id{[0-9]+}', 'getFileInfo', (request) => writeFile(request, requireFile(request, 'Read'))),
  put('files/file/:id{[0-9]+}', 'updateFile', updateFile),
  remove('files/file/:id{[0-9]+}', 'deleteFile', deleteFile),
  post('files/file/:id{[0-9]+}/copyas', 'copyFileAs', copyFileAs),
  { ...get('', 'download', download), path: '/filehandler.ashx', scope: 'skip' },
];
