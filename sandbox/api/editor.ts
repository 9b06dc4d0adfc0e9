import { displayName } from '../model/people.ts';
import { fileKind, kindOf } from '../model/file-kinds.ts';
import { extensionOf } from '../model/file-title.ts';
import { signFile } from '../model/file-access.ts';
import type { Account, File } from '../model/records.ts';
import { may } from '../model/security.ts';
import { putFile } from '../model/state.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import { flag, record } from '../wire/body.ts';
import { writePortalDate } from '../wire/dates.ts';
import { writeFile } from '../wire/file-dto.ts';
import { badArgument } from '../wire/portal-error.ts';
import { readFlag, readText } from '../wire/query.ts';
import { writePhoto } from '../wire/photo-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { requireFile, requireUnlockedFile } from './require-entry.ts';
import { get, post, put } from './route.ts';

const documentTypes: Record<number, string> = {
  [fileKind.spreadsheet]: 'cell',
  [fileKind.presentation]: 'slide',
  [fileKind.pdf]: 'pdf',
  [fileKind.diagram]: 'diagram',
};

function keyOf({ id, version, content }: File): string {
  return `${id}-${version}-${content.slice(0, 12)}`;
}

// ConfigurationDto, as far as a program can read it: there is no Document Server that would open the file.
function openFile(request: ApiRequest): unknown {
  const { caller, query, origin } = request;
  const file = requireFile(request, 'Read');
  const mayEdit =
    readFlag(query, 'view') !== true && may(request.portal.state, caller, { action: 'Edit', entry: file });
  return {
    document: { ...writeDocument(request, file), permissions: writePermissions(request, file, mayEdit) },
    documentType: documentTypes[kindOf(file.title)] ?? 'word',
    editorConfig: {
      callbackUrl: `${origin}/filehandler.ashx?action=track&fileid=${file.id}`,
      lang: caller.cultureName ?? 'en-US',
      mode: mayEdit ? 'edit' : 'view',
      modeWrite: mayEdit,
      user: caller.id === emptyGuid ? {} : writeUser(caller),
    },
    editorType: readText(query, 'editorType')?.toLowerCase() === 'mobile' ? 1 : 0,
    editorUrl: `${origin}/ds-vpath/web-apps/apps/api/documents/api.js`,
    file: writeFile(request, file),
    type: 'desktop',
  };
}

function writeDocument({ origin, portal }: ApiRequest, file: File): Record<string, unknown> {
  const folder = portal.state.folders.get(file.parentId);
  const owner = portal.state.accounts.get(file.createdBy);
  const signature = signFile(file, file);
  return {
    fileType: extensionOf(file.title).slice(1),
    info: {
      folder: folder?.title,
      owner: owner && displayName(owner),
      uploaded: writePortalDate(file.created, portal.state.settings.timezoneOffsetMinutes),
    },
    key: keyOf(file),
    title: file.title,
    url: `${origin}/filehandler.ashx?action=stream&fileid=${file.id}&version=${file.version}&stream_auth=${signature}`,
    isForm: false,
  };
}

function writePermissions({ portal, caller }: ApiRequest, file: File, mayEdit: boolean): Record<string, boolean> {
  const mayDownload = may(portal.state, caller, { action: 'Download', entry: file });
  return { comment: mayEdit, review: mayEdit, edit: mayEdit, fillForms: mayEdit, download: mayDownload, copy: true };
}

function writeUser(account: Account): Record<string, string> {
  return { id: account.id, name: displayName(account), image: writePhoto(account).medium };
}

// The key of the editing that begins.
function startEditing(request: ApiRequest): string {
  request.optionalBody(record({ editingAlone: flag() }));
  return keyOf(requireUnlockedFile(request, 'Edit'));
}

function trackEditing(request: ApiRequest): unknown {
  const file = requireFile(request, 'Read');
  return { key: may(request.portal.state, request.caller, { action: 'Edit', entry: file }), value: '' };
}

const conversion = 6;

// ConversationResultDto[]. Nothing is converted here, which the first poll says: clients wait for the end of it.
function readConversion(request: ApiRequest): unknown[] {
  const { id } = requireFile(request, 'Read');
  const error = 'The sandbox has no Document Server that converts';
  return [{ id: String(id), Operation: conversion, progress: 100, source: '', error, processed: '' }];
}

const filtered = new Set(['.xlsx']);

function setFilter(request: ApiRequest): unknown {
  const { enabled } = request.body(record({ enabled: flag() }));
  const file = requireUnlockedFile(request, 'Edit');
  if (!filtered.has(extensionOf(file.title))) throw badArgument('The file is not a spreadsheet');
  const changed: File = { ...file, filteredBy: enabled ? request.caller.id : undefined };
  putFile(request.portal.state, changed);
  return writeFile(request, changed);
}

const open = { access: 'anonymous' } as const;

/** What comes before and after a document is opened in an editor, which the sandbox has not. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/file/:id{[0-9]+}/openedit', 'openEditFile', openFile), ...open },
  post('files/file/:id{[0-9]+}/startedit', 'startEditFile', startEditing),
  get('files/file/:id{[0-9]+}/trackeditfile', 'trackEditFile', trackEditing),
  get('files/file/:id{[0-9]+}/checkconversion', 'checkConversionStatus', readConversion),
  put('files/file/:id{[0-9]+}/checkconversion', 'startFileConversion', readConversion),
  put('files/file/:id{[0-9]+}/customfilter', 'setCustomFilterTag', setFilter),
];
