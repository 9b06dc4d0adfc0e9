import * as z from 'zod';
import {
  commentVersion,
  fileAt,
  findVersion,
  regroupVersions,
  removeVersions,
  restoreVersion,
} from '../model/file-versions.ts';
import { displayName } from '../model/people.ts';
import type { File, FileVersion } from '../model/records.ts';
import { may } from '../model/security.ts';
import { versionsOf } from '../model/library.ts';
import { operationKind } from '../model/vendor-numbers.ts';
import { flag, integer, record } from '../wire/body.ts';
import { writePortalDate } from '../wire/dates.ts';
import { addressOf, writeFile } from '../wire/file-dto.ts';
import { badArgument, denied, notFound } from '../wire/portal-error.ts';
import { readInteger, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { missingFile, requireFile, requireUnlockedFile } from './require-entry.ts';
import { get, post, put } from './route.ts';
import { runListed } from './run-operation.ts';

// A file that is not there is refused like one without the right (DocSpace API tests, version-history).
function listVersions(request: ApiRequest): unknown {
  const { portal, caller, params } = request;
  const file = portal.state.files.get(Number(params['id']));
  if (!file || !may(portal.state, caller, { action: 'ReadHistory', entry: file })) throw denied();
  return writeVersions(request, file);
}

function writeVersions(request: ApiRequest, file: File): unknown[] {
  return versionsOf(file).map((version) => writeFile(request, fileAt(file, version)));
}

const Regrouping = record({ version: integer(), continueVersion: flag() });

function changeVersions(request: ApiRequest): unknown {
  const { version, continueVersion } = request.body(Regrouping);
  const file = requireUnlockedFile(request, 'EditHistory');
  return writeVersions(request, regroupVersions(request.portal, { file, version, continues: continueVersion }));
}

function listEdits(request: ApiRequest): unknown {
  return writeEdits(request, requireFile(request, 'ReadHistory'));
}

// EditHistoryDto, the oldest first. Nothing is ever edited here, so no version has changes within it.
function writeEdits(request: ApiRequest, file: File): unknown[] {
  return versionsOf(file)
    .toReversed()
    .map((version) => ({
      id: file.id,
      key: keyOf(file, version),
      version: version.version,
      versionGroup: version.versionGroup,
      user: writeAuthor(request, version),
      created: writePortalDate(version.modified, request.portal.state.settings.timezoneOffsetMinutes),
      changes: [],
    }));
}

function writeAuthor({ portal }: ApiRequest, { modifiedBy }: FileVersion): Record<string, unknown> {
  const account = portal.state.accounts.get(modifiedBy);
  return { id: modifiedBy, name: account ? displayName(account) : 'profile removed' };
}

function keyOf({ id }: File, { version, content }: FileVersion): string {
  return `${id}-${version}-${content.slice(0, 12)}`;
}

function restore(request: ApiRequest): unknown {
  const version = readInteger(request.query, 'version');
  const file = requireUnlockedFile(request, 'EditHistory');
  if (version === undefined && readText(request.query, 'url') === undefined) throw badArgument('version');
  const wanted = { file, version: version ?? file.version };
  return writeEdits(request, restoreVersion(request.portal, request.caller, wanted));
}

function readDifference(request: ApiRequest): unknown {
  const file = requireFile(request, 'ReadHistory');
  const number = readInteger(request.query, 'version') ?? file.version;
  const version = findVersion(file, number);
  if (!version) throw notFound(missingFile);
  const before = findVersion(file, number - 1);
  const describe = (it: FileVersion) => ({ key: keyOf(file, it), url: addressOf(request, file, it.version) });
  const fileType = file.title.slice(file.title.lastIndexOf('.') + 1);
  return { ...describe(version), version: number, fileType, previous: before && { ...describe(before), fileType } };
}

const Comment = record({ version: integer(), comment: z.string().nullish() });

function setComment(request: ApiRequest): unknown {
  const { version, comment } = request.body(Comment);
  const file = requireUnlockedFile(request, 'EditHistory');
  commentVersion(request.portal, { file, version, comment: comment ?? '' });
  return comment ?? '';
}

const VersionRemoval = record({
  fileId: integer(),
  versions: z.array(integer()),
  deleteAfter: flag(),
  returnSingleOperation: flag(),
});

function deleteVersions(request: ApiRequest): unknown {
  const { fileId, versions, deleteAfter } = request.body(VersionRemoval);
  const { portal, caller } = request;
  const file = portal.state.files.get(fileId);
  if (!file) throw notFound(missingFile);
  if (!may(portal.state, caller, { action: 'EditHistory', entry: file })) throw denied();
  return runListed(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      const current = portal.state.files.get(fileId);
      if (!current || !may(portal.state, caller, { action: 'EditHistory', entry: current })) throw denied();
      removeVersions(portal, current, versions);
      return { folderIds: [], fileIds: [fileId] };
    },
  });
}

/** Versions of files. */
export const routes: readonly ApiRoute[] = [
  get('files/file/:id{[0-9]+}/history', 'getFileVersionInfo', listVersions),
  put('files/file/:id{[0-9]+}/history', 'changeVersionHistory', changeVersions),
  get('files/file/:id{[0-9]+}/edit/history', 'getEditHistory', listEdits),
  get('files/file/:id{[0-9]+}/edit/diff', 'getEditDiffUrl', readDifference),
  post('files/file/:id{[0-9]+}/restoreversion', 'restoreFileVersion', restore),
  put('files/file/:id{[0-9]+}/comment', 'updateFileComment', setComment),
  put('files/fileops/deleteversion', 'deleteFileVersions', deleteVersions),
];
