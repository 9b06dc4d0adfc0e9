import * as z from 'zod';
import { maxEntryTitle } from '../model/clean-title.ts';
import { contentOf, createFile, mayCreateIn, removeEntry, renameEntry } from '../model/entries.ts';
import { storeText } from '../model/file-content.ts';
import { extensionOf } from '../model/file-title.ts';
import { fileAt, findVersion, restoreVersion } from '../model/file-versions.ts';
import { type Content, storeContent } from '../model/library.ts';
import type { File } from '../model/records.ts';
import { personalRoot } from '../model/sections.ts';
import { may } from '../model/security.ts';
import type { State } from '../model/state.ts';
import { storeUpload } from '../model/store-upload.ts';
import { folderType, operationKind } from '../model/vendor-numbers.ts';
import { writeDocx } from '../model/write-docx.ts';
import { flag, integer, record, requiredText, text } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, lacks, notFound } from '../wire/portal-error.ts';
import { readInteger } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { copyFileAs, saveFileAsPdf } from './copy-file-as.ts';
import { missingFile, missingFolder, requireFile, requireUnlockedFile } from './require-entry.ts';
import { get, post, put, remove } from './route.ts';
import { runListed } from './run-operation.ts';

const title = requiredText(maxEntryTitle);
const TextFile = record({ title, content: z.string(), createNewIfExist: flag() });
const BlankFile = record({ title, templateId: z.unknown().optional(), enableExternalExt: flag() });
const FileChange = record({ title: text(maxEntryTitle), lastVersion: integer().nullish() });
const Removal = record({ deleteAfter: flag(), immediately: flag() });

/** Where a new file goes. */
type Place = (request: ApiRequest) => number;

const inFolder: Place = (request) => idParameter(request.params);
const inMy: Place = (request) => personalRoot(request.portal, folderType.user, request.caller).id;

function addTextFile(request: ApiRequest, kind: 'text' | 'html', place: Place): unknown {
  const body = request.body(TextFile, 'File');
  const { portal, caller } = request;
  const parentId = place(request);
  if (!portal.state.folders.has(parentId)) throw notFound(missingFolder);
  if (!mayCreateIn(portal, caller, parentId)) throw denied();
  const extension = kind === 'html' || looksLikeMarkup.test(body.content) ? '.html' : '.txt';
  const named = extensionOf(body.title) === extension ? body.title : `${body.title}${extension}`;
  const content = storeText(portal.state, body.content);
  // Inverted on these two endpoints: `true` overwrites, the default makes a file with a suffix.
  const createNewIfExist = !body.createNewIfExist;
  return writeFile(request, storeUpload(portal, caller, { parentId, title: named, content, createNewIfExist }));
}

// A tag with an attribute, or any "<", a run without space, a space and a later ">" (DocSpace server, FilesControllerHelper.cs).
const looksLikeMarkup = /<\S*\s+[^]*>/;

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

function addBlankFile(request: ApiRequest, place: Place): unknown {
  const body = request.body(BlankFile, 'File');
  const { portal, caller } = request;
  const parentId = place(request);
  if (!mayCreateIn(portal, caller, parentId)) throw lacks('create');
  const given = extensionOf(body.title);
  const wanted = body.enableExternalExt && given !== '' ? given : (blankExtensions[given] ?? '.docx');
  const stem = body.title.slice(0, body.title.length - given.length);
  const template = findSource(request, body.templateId);
  const file = createFile(portal, caller, {
    parentId,
    title: given === wanted ? body.title : `${stem}${wanted}`,
    content: template ? contentOf(template) : blankContent(portal.state, wanted),
  });
  return writeFile(request, file);
}

function findSource({ portal, caller }: ApiRequest, id: unknown): File | undefined {
  const file = portal.state.files.get(Number(typeof id === 'string' || typeof id === 'number' ? id : 0));
  return file && may(portal.state, caller, { action: 'Read', entry: file }) ? file : undefined;
}

// Sheets and presentations are empty files here: nobody opens them, and only their names and sizes are ever read.
function blankContent({ library }: State, extension: string): Content {
  return storeContent(library, extension === '.docx' ? writeDocx(['']) : new Uint8Array());
}

function readFile(request: ApiRequest): unknown {
  const file = requireFile(request, 'Read');
  const wanted = readInteger(request.query, 'version') ?? -1;
  if (wanted < 0) return writeFile(request, file);
  const version = findVersion(file, wanted);
  if (!version) throw notFound(missingFile);
  return writeFile(request, fileAt(file, version));
}

// The extension never changes; a blank title is ignored. `lastVersion` makes an older version the latest.
function updateFile(request: ApiRequest): unknown {
  const { title: wanted = '', lastVersion } = request.body(FileChange, 'File');
  let file = wanted.trim() === '' ? requireFile(request, 'Read') : rename(request, wanted.trim());
  if (lastVersion !== undefined && lastVersion !== null && lastVersion > 0) {
    file = restoreVersion(request.portal, request.caller, {
      file: requireUnlockedFile(request, 'EditHistory'),
      version: lastVersion,
    });
  }
  return writeFile(request, file);
}

function rename(request: ApiRequest, wanted: string): File {
  const { portal, caller } = request;
  const file = requireUnlockedFile(request, 'Rename');
  const extension = extensionOf(file.title);
  const named = extensionOf(wanted) === extension ? wanted : `${wanted}${extension}`;
  renameEntry(portal, caller, { entry: file, title: named });
  return requireFile(request, 'Read');
}

function deleteFile(request: ApiRequest): unknown {
  const { deleteAfter, immediately } = request.body(Removal);
  const { portal, caller } = request;
  requireUnlockedFile(request, 'Delete');
  return runListed(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      // It may be gone by then, or in a room that is archived.
      removeEntry(portal, caller, { entry: requireUnlockedFile(request, 'Delete'), immediately });
      return { folderIds: [], fileIds: [] };
    },
  });
}

/** Files. */
export const routes: readonly ApiRoute[] = [
  post('files/:id{[0-9]+}/text', 'createTextFile', (request) => addTextFile(request, 'text', inFolder)),
  post('files/:id{[0-9]+}/html', 'createHtmlFile', (request) => addTextFile(request, 'html', inFolder)),
  post('files/:id{[0-9]+}/file', 'createFile', (request) => addBlankFile(request, inFolder)),
  post('files/@my/text', 'createTextFileInMyDocuments', (request) => addTextFile(request, 'text', inMy)),
  post('files/@my/html', 'createHtmlFileInMyDocuments', (request) => addTextFile(request, 'html', inMy)),
  post('files/@my/file', 'createFileInMyDocuments', (request) => addBlankFile(request, inMy)),
  get('files/file/:id{[0-9]+}', 'getFileInfo', readFile),
  put('files/file/:id{[0-9]+}', 'updateFile', updateFile),
  remove('files/file/:id{[0-9]+}', 'deleteFile', deleteFile),
  post('files/file/:id{[0-9]+}/copyas', 'copyFileAs', copyFileAs),
  post('files/file/:id{[0-9]+}/saveaspdf', 'saveFileAsPdf', saveFileAsPdf),
];
