import { extensionOf } from '../model/file-title.ts';
import { findConflicts, requireDestination, requireEntries } from '../model/transfer.ts';
import { isFile, roomOf } from '../model/sections.ts';
import { roomType } from '../model/vendor-numbers.ts';
import { writeFile } from '../wire/file-dto.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { badArgument } from '../wire/portal-error.ts';
import { readIds } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get } from './route.ts';

interface Question {
  folderIds: number[];
  fileIds: number[];
  folderId: number;
}

// The model is read from single parameters of the query; without a destination there is nothing to check.
function readQuestion({ query }: ApiRequest): Question {
  const [folderId] = readIds(query, 'destFolderId');
  if (folderId === undefined) throw badArgument('Value does not fall within the expected range.');
  return { folderIds: readIds(query, 'folderIds'), fileIds: readIds(query, 'fileIds'), folderId };
}

// The listed entries whose title is taken at the destination.
function checkConflicts(request: ApiRequest): unknown {
  const { folderId, ...ids } = readQuestion(request);
  const { portal, caller } = request;
  request.setCount(1);
  const entries = requireEntries(portal, caller, { ...ids, action: 'Read' });
  requireDestination(portal, caller, { id: folderId, entries });
  return findConflicts(portal, { entries, folderId }).map((entry) =>
    isFile(entry) ? writeFile(request, entry) : writeFolder(request, entry),
  );
}

/** CheckDestFolderResult of the vendor. */
const verdict = { allAllowed: 0, partAllowed: 1, noneAllowed: 2 };

// Only a room for forms is choosy: it takes PDF files.
function checkDestination(request: ApiRequest): unknown {
  const { folderId, ...ids } = readQuestion(request);
  const { portal, caller } = request;
  const entries = requireEntries(portal, caller, { ...ids, action: 'Read' });
  const destination = requireDestination(portal, caller, { id: folderId, entries });
  const isForForms = roomOf(portal.state, destination)?.room?.roomType === roomType.FillingFormsRoom;
  const files = entries.filter(isFile);
  const allowed = files.filter(({ title }) => !isForForms || extensionOf(title) === '.pdf');
  return { result: judge(files.length, allowed.length), files: allowed.map((file) => writeFile(request, file)) };
}

function judge(asked: number, allowed: number): number {
  if (asked === allowed) return verdict.allAllowed;
  return allowed === 0 ? verdict.noneAllowed : verdict.partAllowed;
}

/** What would happen if entries were copied or moved. */
export const routes: readonly ApiRoute[] = [
  get('files/fileops/move', 'checkMoveOrCopyBatchItems', checkConflicts),
  get('files/fileops/checkdestfolder', 'checkMoveOrCopyDestFolder', checkDestination),
];
