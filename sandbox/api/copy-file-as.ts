import * as z from 'zod';
import { maxEntryTitle } from '../model/clean-title.ts';
import { contentOf, createFile, mayCreateIn } from '../model/entries.ts';
import { publishEntry } from '../model/events.ts';
import { extensionOf, freeTitle } from '../model/file-title.ts';
import type { File } from '../model/records.ts';
import { may } from '../model/security.ts';
import { entryId, record, requiredText } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { badArgument, denied, notFound } from '../wire/portal-error.ts';
import type { ApiRequest } from './api-types.ts';

// Both keys are C# `required` members: they may be null, but not missing.
const CopyAs = record({
  destTitle: z.string().nullable(),
  destFolderId: z.json(),
});

/**
 * Copies one file under a title. The same extension makes a file with exactly that title; another one stores the bytes
 * under the new name, with a suffix when the title is taken. There is no "keep the title": null or "" is a 400.
 */
export function copyFileAs(request: ApiRequest): unknown {
  const { destTitle, destFolderId } = request.body(CopyAs);
  const folderId = readFolderId(destFolderId);
  if (folderId === undefined) return undefined;
  const source = requireSource(request);
  const isSameKind = extensionOf(destTitle ?? '') === extensionOf(source.title);
  requireDestination(request, folderId, isSameKind);
  if (destTitle === null || destTitle === '') throw badArgument("Value cannot be null. (Parameter 'title')");
  const { portal, caller } = request;
  const named = isSameKind ? destTitle : freeTitle(portal.state, folderId, destTitle);
  const copy = createFile(portal, caller, { parentId: folderId, title: named, content: contentOf(source) });
  if (!isSameKind) publishEntry(portal, { trigger: 'file.uploaded', actor: caller }, copy);
  return writeFile(request, copy);
}

// Another JSON kind than a number or a text is answered with nothing at all.
function readFolderId(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function requireSource(request: ApiRequest): File {
  const { state } = request.portal;
  const source = state.files.get(idParameter(request.params));
  if (!source) throw notFound('The required file was not found');
  if (!may(state, request.caller, { action: 'Read', entry: source })) throw denied();
  return source;
}

// A folder that does not exist is a 403 on the template path and a 404 on the upload path.
function requireDestination(request: ApiRequest, folderId: number, isSameKind: boolean): void {
  const { portal, caller } = request;
  if (!isSameKind && !portal.state.folders.has(folderId)) throw notFound('The required folder was not found');
  if (!mayCreateIn(portal, caller, folderId)) throw denied();
}

const SaveAsPdf = record({ folderId: entryId(), title: requiredText(maxEntryTitle) });

/** Copies one file under a title that ends with `.pdf`. Nothing converts here: the bytes stay what they are. */
export function saveFileAsPdf(request: ApiRequest): unknown {
  const { folderId, title } = request.body(SaveAsPdf, 'File');
  const source = requireSource(request);
  requireDestination(request, folderId, false);
  const { portal, caller } = request;
  const named = extensionOf(title) === '.pdf' ? title : `${title}.pdf`;
  const free = freeTitle(portal.state, folderId, named);
  return writeFile(
    request,
    createFile(portal, caller, { parentId: folderId, title: free, content: contentOf(source) }),
  );
}
