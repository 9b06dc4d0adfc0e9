/** One call of the API, as `GET /_sandbox/calls` shows it. Times are milliseconds since 1970 with fractions. */
export interface CallRecord {
  id: number;
  method: string;
  path: string;
  query: string;
  /** The vendor's operationId; absent for a path that is not emulated. */
  operation?: string | undefined;
  effect?: 'read' | 'write' | undefined;
  /** Calls in progress when this one arrived, itself included. */
  concurrency: number;
  startedAt: number;
  /** Absent while the call is in progress. */
  endedAt?: number;
  /** Absent while in progress, and for a call whose connection was dropped. */
  status?: number;
}

/** The calls so far, oldest first. */
export interface CallLog {
  begin(call: Pick<CallRecord, 'method' | 'path' | 'query' | 'operation' | 'effect'>): CallRecord;
  end(call: CallRecord, status: number | undefined): void;
  list(): CallRecord[];
  clear(): void;
}

const kept = 20_000;

/** An empty log. It keeps the latest 20,000 calls. */
export function createCallLog(): CallLog {
  let calls: CallRecord[] = [];
  let nextId = 1;
  let inProgress = 0;
  return {
    begin(call) {
      inProgress += 1;
      const record = { id: nextId, ...call, concurrency: inProgress, startedAt: now() };
      nextId += 1;
      calls.push(record);
      if (calls.length > kept * 1.1) calls = calls.slice(-kept);
      return record;
    },
    end(call, status) {
      inProgress -= 1;
      call.endedAt = now();
      if (status !== undefined) call.status = status;
    },
    list: () => calls,
    clear() {
      calls = [];
    },
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
