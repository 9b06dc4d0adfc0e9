import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import type { Account, Operation } from './records.ts';
import { operationStatus } from './vendor-numbers.ts';

/** What an operation leaves behind. */
export interface Outcome {
  folderIds: number[];
  fileIds: number[];
  /** Where the result of a download is. */
  url?: string;
}

export interface NewOperation {
  kind: number;
  /** How many entries it deals with; one without a number. */
  count?: number;
  /** The vendor's `deleteAfter: false`: the finished operation is shown once. */
  holdResult: boolean;
  work: () => Outcome;
}

/**
 * Lists an operation as created; what it does happens after the portal's `operationMs`. With 0 it happens when `finish`
 * is called, which the caller does once the reply is written, so the first poll sees it finished.
 */
export function startOperation(
  portal: Portal,
  account: Account,
  { kind, count = 1, holdResult, work }: NewOperation,
): () => void {
  const operation: Operation = {
    id: randomUUID(),
    accountId: account.id,
    kind,
    progress: 0,
    processed: '0',
    error: '',
    status: operationStatus.created,
    finished: false,
    holdResult,
    folderIds: [],
    fileIds: [],
  };
  portal.state.operations.set(operation.id, operation);
  const finish = (): void => run(portal, operation.id, { work, count });
  if (portal.operationMs === 0) return finish;
  setTimeout(finish, portal.operationMs).unref();
  return () => undefined;
}

// Gone from the list means cancelled, or a portal that was reset meanwhile.
function run(portal: Portal, id: string, { work, count }: { work: () => Outcome; count: number }): void {
  const operation = portal.state.operations.get(id);
  if (!operation || operation.finished) return;
  const done = {
    ...operation,
    progress: 100,
    processed: String(count),
    finished: true,
    status: operationStatus.completed,
  };
  try {
    portal.state.operations.set(id, { ...done, ...work() });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    portal.state.operations.set(id, { ...done, status: operationStatus.failed, error: message });
  }
}

/** An account's operations, oldest first, without touching them. */
export function operationsOf(portal: Portal, account: Account): Operation[] {
  return [...portal.state.operations.values()].filter((operation) => operation.accountId === account.id);
}

/** What a poll sees: running operations, and finished ones that were held, once. Finished ones leave the list. */
export function takeOperations(
  portal: Portal,
  account: Account,
  isWanted: (operation: Operation) => boolean,
): Operation[] {
  const wanted = operationsOf(portal, account).filter(isWanted);
  for (const operation of wanted) if (operation.finished) portal.state.operations.delete(operation.id);
  return wanted.filter((operation) => !operation.finished || operation.holdResult);
}

/** Cancels running operations: the one of that id, or all of the account's. */
export function cancelOperations(portal: Portal, account: Account, id: string | undefined): void {
  for (const operation of operationsOf(portal, account)) {
    if (operation.finished || (id !== undefined && operation.id !== id)) continue;
    portal.state.operations.set(operation.id, { ...operation, finished: true, status: operationStatus.canceled });
  }
}
