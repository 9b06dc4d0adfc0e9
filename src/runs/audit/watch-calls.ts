import type { HttpClientOptions } from '../../docspace/http-client.ts';
import type { SentCall } from '../../docspace/portal-call.ts';
import type { RunInput } from '../records.ts';
import { currentStep } from '../step-context.ts';
import type { AuditEntry, CallEntry } from './audit.ts';
import type { Journal } from './journal.ts';

interface WatchParts {
  readonly journal: Pick<Journal, 'call' | 'record'>;
  /** The run that the caller works on; undefined outside of runs. */
  readonly currentRun: () => RunInput | undefined;
}

interface CallWatch extends Required<Pick<HttpClientOptions, 'onSend' | 'onCall'>> {
  /** Resolves when every call that was sent has ended and is in the journal. */
  whenIdle(): Promise<void>;
}

/**
 * Listens to the portal's client: every call of a run goes to the journal, and every write, of a run or not, to the audit. A write is
 * journaled when it is sent, before its reply, so that one whose process is killed meanwhile is found by `settleLost`.
 */
export function watchCalls({ journal, currentRun }: WatchParts): CallWatch {
  const startedAt = new Map<string, Date>();
  const underWay = new Set<string>();
  let allEnded: (() => void) | undefined;

  function entryOf(call: SentCall): CallEntry {
    const { id, isWrite, method, template, roomId } = call;
    const run = currentRun();
    const { runId, attempt } = run ?? {};
    const { step, tryNumber } = currentStep() ?? {};
    const about = { runId, attempt, step, tryNumber };
    return { id, isWrite, method, template, roomId, ...about, startedAt: startedAt.get(id) ?? new Date() };
  }

  return {
    onSend(call) {
      underWay.add(call.id);
      if (!call.isWrite) return;
      startedAt.set(call.id, new Date());
      journal.call(entryOf(call));
    },
    onCall(call) {
      const { status, effect, ms, error, body } = call;
      const sent = call.isWrite ? entryOf(call) : { ...entryOf(call), startedAt: new Date(Date.now() - ms) };
      startedAt.delete(call.id);
      if (call.isWrite || sent.runId !== undefined) {
        journal.call({ ...sent, end: { status, effect, ms, error: error?.message, body } });
      }
      if (call.isWrite) journal.record(auditOf(sent, { status, effect, error }, currentRun()));
      underWay.delete(call.id);
      if (underWay.size === 0) allEnded?.();
    },
    whenIdle: () =>
      new Promise((resolve) => {
        allEnded = resolve;
        if (underWay.size === 0) resolve();
      }),
  };
}

function auditOf(
  { method, template, roomId }: CallEntry,
  { status, effect, error }: Pick<AuditEntry, 'status' | 'effect'> & { readonly error?: Error | undefined },
  run: RunInput | undefined,
): AuditEntry {
  const kind = error && 'kind' in error ? String(error.kind) : undefined;
  return {
    kind: 'portal-write',
    what: `${method} ${template}`,
    ...aboutRun(run),
    roomId,
    status,
    effect,
    detail: kind,
  };
}

/** What the audit says of a run with each entry that is part of it. */
export function aboutRun(
  run: RunInput | undefined,
): Pick<AuditEntry, 'cause' | 'runId' | 'attempt' | 'blueprint' | 'documentHash' | 'subject'> {
  if (!run) return {};
  const { cause, runId, attempt, blueprint, documentHash, subject } = run;
  return { cause, runId, attempt, blueprint, documentHash, subject };
}
