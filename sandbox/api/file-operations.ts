import { duplicate } from '../model/duplicate.ts';
import { removeEntry } from '../model/entries.ts';
import { cancelOperations, operationsOf, takeOperations } from '../model/operations.ts';
import { packEntries } from '../model/pack-entries.ts';
import type { Operation } from '../model/records.ts';
import { conflictRule, currentEntries, requireDestination, requireEntries, transfer } from '../model/transfer.ts';
import type { SecurityAction } from '../model/security.ts';
import { type Entry, filesIn, isFile, personalRoot, subfolders } from '../model/sections.ts';
import { folderType, operationKind } from '../model/vendor-numbers.ts';
import { choice, entryId, entryIds, flag, list, record, requiredText } from '../wire/body.ts';
import { writeOperation } from '../wire/operation-dto.ts';
import { badArgument, notFound } from '../wire/portal-error.ts';
import { readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, put } from './route.ts';
import { runListed } from './run-operation.ts';

const named = { folderIds: entryIds(), fileIds: entryIds(), returnSingleOperation: flag() };
const Batch = record({
  ...named,
  destFolderId: entryId(),
  conflictResolveType: choice(conflictRule).default(conflictRule.Skip),
  deleteAfter: flag(),
  content: flag(),
});
const Duplication = record({ ...named, deleteAfter: flag() });
const Removal = record({ ...named, deleteAfter: flag(), immediately: flag() });
const Conversion = record({ key: entryId(), value: requiredText() });
const Bundle = record({ ...named, fileConvertIds: list(Conversion) });

function startTransfer(request: ApiRequest, isMove: boolean): unknown {
  const batch = request.body(Batch);
  const { portal, caller } = request;
  const given = requireEntries(portal, caller, { ...batch, action: isMove ? 'Move' : 'Copy' });
  const entries = batch.content ? given.flatMap((entry) => contentOf(request, entry)) : given;
  const { id } = requireDestination(portal, caller, { id: batch.destFolderId, entries });
  return answerBatch(request, batch, {
    kind: isMove ? operationKind.move : operationKind.copy,
    action: isMove ? 'Move' : 'Copy',
    entries,
    work: (current) =>
      transfer(portal, caller, {
        isMove,
        entries: current,
        // What may be put where may have changed since: an archived room takes nothing.
        destination: requireDestination(portal, caller, { id, entries: current }),
        conflict: batch.conflictResolveType,
      }),
  });
}

function contentOf({ portal }: ApiRequest, entry: Entry): Entry[] {
  return isFile(entry) ? [entry] : [...subfolders(portal.state, entry.id), ...filesIn(portal.state, entry.id)];
}

function startRemoval(request: ApiRequest): unknown {
  const batch = request.body(Removal);
  const { portal, caller } = request;
  requireKnown(request, batch);
  const entries = requireEntries(portal, caller, { ...batch, action: 'Delete' });
  return answerBatch(request, batch, {
    kind: operationKind.delete,
    action: 'Delete',
    entries,
    work: removal(request, batch),
  });
}

function requireKnown(
  { portal }: ApiRequest,
  { folderIds, fileIds }: { folderIds: number[]; fileIds: number[] },
): void {
  const { folders, files } = portal.state;
  if (!folderIds.every((id) => folders.has(id)) || !fileIds.every((id) => files.has(id))) throw notFound();
}

function removal({ portal, caller }: ApiRequest, { immediately }: { immediately: boolean }): BatchJob['work'] {
  return (entries) => {
    for (const entry of entries) removeEntry(portal, caller, { entry, immediately });
    return { folderIds: [], fileIds: [] };
  };
}

function emptyTrash(request: ApiRequest): unknown {
  const trash = personalRoot(request.portal, folderType.trash, request.caller);
  const isSingle = readText(request.query, 'single')?.toLowerCase() === 'true';
  return answerBatch(
    request,
    { deleteAfter: false, returnSingleOperation: isSingle },
    {
      kind: operationKind.delete,
      action: 'Delete',
      entries: contentOf(request, trash),
      work: removal(request, { immediately: true }),
    },
  );
}

// The reply has the caller's duplications only.
function startDuplication(request: ApiRequest): unknown {
  const batch = request.body(Duplication);
  const { portal, caller } = request;
  const entries = requireEntries(portal, caller, { ...batch, action: 'Duplicate' });
  const kind = operationKind.duplicate;
  const listed = answerBatch(request, batch, {
    kind,
    action: 'Duplicate',
    entries,
    work: (current) => duplicate(portal, caller, current),
  });
  return listed.filter((operation) => operation['Operation'] === kind);
}

function startDownload(request: ApiRequest): unknown {
  const { folderIds, fileIds, fileConvertIds, returnSingleOperation } = request.body(Bundle);
  const { portal, caller } = request;
  const extensions = new Map(fileConvertIds.map(({ key, value }) => [key, value]));
  const wanted = { folderIds, fileIds: [...fileIds, ...fileConvertIds.map(({ key }) => key)] };
  requireKnown(request, wanted);
  const entries = requireEntries(portal, caller, { ...wanted, action: 'Download' });
  return answerBatch(
    request,
    { deleteAfter: false, returnSingleOperation },
    {
      kind: operationKind.download,
      action: 'Download',
      entries,
      work: (current) => {
        const { id, title } = packEntries(portal, caller, { entries: current, extensions });
        const url = `/filehandler.ashx?action=bulk&filename=${encodeURIComponent(title)}&session=${id}`;
        return { folderIds: [], fileIds: [], url };
      },
    },
  );
}

// Nothing is ever new here, so there is nothing to be marked.
function markAsRead(request: ApiRequest): unknown {
  const batch = request.body(record(named));
  const entries = requireEntries(request.portal, request.caller, { ...batch, action: 'Read' });
  const work = () => ({ folderIds: batch.folderIds, fileIds: batch.fileIds });
  return answerBatch(
    request,
    { ...batch, deleteAfter: false },
    { kind: operationKind.markAsRead, action: 'Read', entries, work },
  );
}

interface BatchJob {
  kind: number;
  /** What the caller must still be allowed to do with each entry. */
  action: SecurityAction;
  entries: readonly Entry[];
  /** What is done with the entries as they are by then. */
  work: (entries: Entry[]) => { folderIds: number[]; fileIds: number[]; url?: string };
}

function answerBatch(
  request: ApiRequest,
  batch: { deleteAfter: boolean; returnSingleOperation: boolean },
  { kind, action, entries, work }: BatchJob,
): Record<string, unknown>[] {
  const { portal, caller } = request;
  const before = new Set(operationsOf(portal, caller).map((operation) => operation.id));
  const listed = runListed(request, {
    kind,
    count: entries.length,
    holdResult: !batch.deleteAfter,
    work: () => work(currentEntries(portal, caller, { entries, action })),
  });
  if (!batch.returnSingleOperation) return listed;
  return listed.filter((operation) => !before.has(String(operation['id'])));
}

function pollOperations(request: ApiRequest): unknown {
  return pollWhere(request, () => true);
}

const kindNames: Record<string, number> = {
  move: operationKind.move,
  copy: operationKind.copy,
  delete: operationKind.delete,
  download: operationKind.download,
  markasread: operationKind.markAsRead,
  import: 5,
  convert: 6,
  duplicate: operationKind.duplicate,
};

function pollKind(request: ApiRequest): unknown {
  const wanted = (request.params['type'] ?? '').toLowerCase();
  const kind = kindNames[wanted] ?? Number(wanted);
  if (!Object.values(kindNames).includes(kind)) throw badArgument('operationType');
  return pollWhere(request, (operation) => operation.kind === kind);
}

function pollWhere(request: ApiRequest, isWanted: (operation: Operation) => boolean): unknown {
  // The action streams its results, so `count` is 1 whatever their number.
  request.setCount(1);
  const id = readText(request.query, 'id');
  const taken = takeOperations(
    request.portal,
    request.caller,
    (operation) => (id === undefined || operation.id === id) && isWanted(operation),
  );
  return taken.map((operation) => writeOperation(request, operation));
}

function terminate(request: ApiRequest): unknown {
  cancelOperations(request.portal, request.caller, request.params['id']);
  request.setCount(1);
  return operationsOf(request.portal, request.caller).map((operation) => writeOperation(request, operation));
}

const names = 'move|copy|delete|download|mark[Aa]s[Rr]ead|import|convert|duplicate';
const anyName = names.replace(/\b[a-z]/g, (first) => `[${first.toUpperCase()}${first}]`);

/** File operations. The list is one per account: polling takes finished entries out of it. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/fileops', 'getOperationStatuses', pollOperations), effect: 'write' },
  put('files/fileops/copy', 'copyBatchItems', (request) => startTransfer(request, false)),
  put('files/fileops/move', 'moveBatchItems', (request) => startTransfer(request, true)),
  put('files/fileops/duplicate', 'duplicateBatchItems', startDuplication),
  put('files/fileops/delete', 'deleteBatchItems', startRemoval),
  put('files/fileops/emptytrash', 'emptyTrash', emptyTrash),
  put('files/fileops/bulkdownload', 'bulkDownload', startDownload),
  put('files/fileops/markasread', 'markAsRead', markAsRead),
  put('files/fileops/terminate/:id?', 'terminateTasks', terminate),
  { ...get(`files/fileops/:type{[0-9]+|${anyName}}`, 'getOperationStatusesByType', pollKind), effect: 'write' },
];
