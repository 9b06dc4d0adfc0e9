import { type NewOperation, operationsOf, startOperation } from '../model/operations.ts';
import { writeOperation } from '../wire/operation-dto.ts';
import type { ApiRequest } from './api-types.ts';

/** Starts an operation and answers with the caller's whole list, as most operations of the server do. */
export function runListed(request: ApiRequest, operation: NewOperation): Record<string, unknown>[] {
  const finish = startOperation(request.portal, request.caller, operation);
  const listed = operationsOf(request.portal, request.caller).map((it) => writeOperation(request, it));
  finish();
  return listed;
}

/** Starts an operation and answers with the FIRST of its kind in the caller's list, which may be another one. */
export function runFirstOfKind(request: ApiRequest, operation: NewOperation): unknown {
  const finish = startOperation(request.portal, request.caller, operation);
  const first = operationsOf(request.portal, request.caller).find((it) => it.kind === operation.kind);
  const shown = first && writeOperation(request, first);
  finish();
  return shown;
}
