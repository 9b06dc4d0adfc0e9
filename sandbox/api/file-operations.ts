import { duplicate } from '../model/duplicate.ts';
import { removeEntry } from '../model/entries.ts';
import { cancelOperations, operationsOf, takeOperations } from '../model/operations.ts';
import { conflictRule, requireDestination, requireEntries, transfer } from '../model/transfer.ts';
import { filesIn, isFile, subfolders } from '../model/sections.ts';
import { operationKind } from '../model/vendor-numbers.ts';
import { choice, flag, integer, list, record } from '../wire/body.ts';
import { writeOperation } from '../wire/operation-dto.ts';
import { notFound } from '../wire/portal-error.ts';
import { readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, put } from './route.ts';
import { runListed } from './run-operation.ts';

const Batch = record({
  folderIds: list(integer()),
  fileIds: list(integer()),
  destFolderId: integer(),
  conflictResolveType: choice(conflictRule).default(conflictRule.Skip),
  deleteAfter: flag(),
  content: flag(),
  returnSingleOperation: flag(),
});
const Duplication = record({
  folderIds: list(integer()),
  fileIds: list(integer()),
  deleteAfter: flag(),
  returnSingleOperation: flag(),
});
const Removal = record({
  folderIds: list(integer()),
  fileIds: list(integer()),
  deleteAfter: flag(),
  immediately: flag(),
  returnSingleOperation: flag(),
});

function startTransfer(request: ApiRequest, isMove: boolean): unknown {
  const batch = request.body(Batch);
  const { portal, caller } = request;
  const named = requireEntries(portal, caller, { ...batch, action: isMove ? 'Move' : 'Copy' });
  const entries = batch.content
    ? named.flatMap((it) => (isFile(it) ? [it] : [...subfolders(portal.state, it.id), ...filesIn(portal.state, it.id)]))
    : named;
  const destination = requireDestination(portal, caller, { id: batch.destFolderId, entries });
  return answerBatch(request, batch, {
    kind: isMove ? operationKind.move : operationKind.copy,
    work: () => transfer(portal, caller, { isMove, entries, destination, conflict: batch.conflictResolveType }),
  });
}

function startRemoval(request: ApiRequest): unknown {
  const batch = request.body(Removal);
  const { portal, caller } = request;
  const { folders, files } = portal.state;
  if (!batch.folderIds.every((id) => folders.has(id)) || !batch.fileIds.every((id) => files.has(id))) throw notFound();
  const entries = requireEntries(portal, caller, { ...batch, action: 'Delete' });
  return answerBatch(request, batch, {
    kind: operationKind.delete,
    work: () => {
      for (const entry of entries) removeEntry(portal, caller, { entry, immediately: batch.immediately });
      return { folderIds: [], fileIds: [] };
    },
  });
}

// The reply has the caller's duplications only.
function startDuplication(request: ApiRequest): unknown {
  const batch = request.body(Duplication);
  const { portal, caller } = request;
  const entries = requireEntries(portal, caller, { ...batch, action: 'Duplicate' });
  const kind = operationKind.duplicate;
  const listed = answerBatch(request, batch, { kind, work: () => duplicate(portal, caller, entries) });
  return listed.filter((operation) => operation['Operation'] === kind);
}

function answerBatch(
  request: ApiRequest,
  batch: { deleteAfter: boolean; returnSingleOperation: boolean },
  job: { kind: number; work: () => { folderIds: number[]; fileIds: number[] } },
): Record<string, unknown>[] {
  const before = new Set(operationsOf(request.portal, request.caller).map((operation) => operation.id));
  const listed = runListed(request, { ...job, holdResult: !batch.deleteAfter });
  if (!batch.returnSingleOperation) return listed;
  return listed.filter((operation) => !before.has(String(operation['id'])));
}

function pollOperations(request: ApiRequest): unknown {
  const id = readText(request.query, 'id');
  return pollWhere(request, (operation) => id === undefined || operation.id === id);
}

const kindNames: Record<string, number> = { move: 0, copy: 1, delete: 2, download: 3, markasread: 4, duplicate: 7 };

function pollKind(request: ApiRequest): unknown {
  const wanted = (request.params['type'] ?? '').toLowerCase();
  const kind = kindNames[wanted] ?? Number(wanted);
  return pollWhere(request, (operation) => operation.kind === kind);
}

function pollWhere(request: ApiRequest, isWanted: (operation: { id: string; kind: number }) => boolean): unknown {
  // The action streams its results, so `count` is 1 whatever their number.
  request.setCount(1);
  return takeOperations(request.portal, request.caller, isWanted).map((operation) =>
    writeOperation(request, operation),
  );
}

function terminate(request: ApiRequest): unknown {
  cancelOperations(request.portal, request.caller, request.params['id']);
  request.setCount(1);
  return operationsOf(request.portal, request.caller).map((operation) => writeOperation(request, operation));
}

/** File operations. The list is one per account: polling takes finished entries out of it. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/fileops', 'getOperationStatuses', pollOperations), effect: 'write' },
  put('files/fileops/copy', 'copyBatchItems', (request) => startTransfer(request, false)),
  put('files/fileops/move', 'moveBatchItems', (request) => startTransfer(request, true)),
  put('files/fileops/duplicate', 'duplicateBatchItems', startDuplication),
  put('files/fileops/delete', 'deleteBatchItems', startRemoval),
  put('files/fileops/terminate/:id?', 'terminateTasks', terminate),
  {
    ...get('files/fileops/:type{[0-9]+|[Cc]opy|[Dd]elete|[Dd]uplicate}', 'getOperationStatusesByType', pollKind),
    effect: 'write',
  },
];
