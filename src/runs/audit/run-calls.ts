import type { RunCall } from '../run.ts';
import type { AuditRecords, CallEntry } from './audit.ts';

/** The calls of a run as they are shown, the oldest first. One without a status is under way or got no reply. */
export async function listRunCalls(runId: string, audit: Pick<AuditRecords, 'callsOf'>): Promise<readonly RunCall[]> {
  return (await audit.callsOf(runId)).map(showCall);
}

function showCall({ method, template, isWrite, roomId, attempt, step, tryNumber, startedAt, end }: CallEntry): RunCall {
  return {
    ...{ method, template, isWrite, startedAt: startedAt.toISOString() },
    ...(attempt === undefined ? {} : { attempt }),
    ...(step === undefined ? {} : { step, tryNumber: tryNumber ?? 0 }),
    ...(roomId === undefined ? {} : { roomId }),
    ...(end ? showEnd(end) : {}),
  };
}

function showEnd({
  status,
  effect,
  ms,
  error,
  body,
}: NonNullable<CallEntry['end']>): Pick<RunCall, 'status' | 'effect' | 'ms' | 'error' | 'body'> {
  return {
    ...{ effect, ms },
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    ...(body === undefined ? {} : { body }),
  };
}
