import type { RunCall } from '../run.ts';
import type { AuditRecords, CallEntry } from './audit.ts';

/** The calls of a run as they are shown, the oldest first. One without a status is under way or got no reply. */
export async function listRunCalls(runId: string, audit: Pick<AuditRecords, 'callsOf'>): Promise<readonly RunCall[]> {
  return (await audit.callsOf(runId)).map(showCall);
}

function showCall({ method, template, isWrite, roomId, attempt, startedAt, end }: CallEntry): RunCall {
  const { status, effect, ms, error, body } = end ?? {};
  return {
    ...{ method, template, isWrite, startedAt: startedAt.toISOString() },
    ...(attempt === undefined ? {} : { attempt }),
    ...(roomId === undefined ? {} : { roomId }),
    ...(status === undefined ? {} : { status }),
    ...(effect === undefined ? {} : { effect }),
    ...(ms === undefined ? {} : { ms }),
    ...(error === undefined ? {} : { error }),
    ...(body === undefined ? {} : { body }),
  };
}
