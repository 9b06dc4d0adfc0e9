import type { Log } from '../../base/log.ts';
import { within } from '../../base/within.ts';
import type { AuditEntry, AuditRecords, CallEntry } from './audit.ts';

/** Keeps calls and audit entries in batches, so that a run waits for none of them but at its end. */
export interface Journal {
  call(call: CallEntry): void;
  record(entry: AuditEntry): void;
  /** Resolves when all that was given before is durable. Rejects as the database does; what was given is kept for the next time. */
  flush(): Promise<void>;
  /** Keeps what is left, as far as the database takes it in a few seconds. What is given afterwards is not kept, and that is said. */
  close(): Promise<void>;
}

interface JournalOptions {
  readonly records: Pick<AuditRecords, 'keep'>;
  readonly log: Log;
  /** How long something may lie unwritten. */
  readonly lingerMs?: number;
  /** How long the end waits for the database. */
  readonly closingMs?: number;
}

export function createJournal({ records, log, lingerMs = 50, closingMs = 5_000 }: JournalOptions): Journal {
  const buffer = createBuffer(records, log);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isClosed = false;

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= buffer.writeAll().finally(() => (writing = undefined));
    return writing;
  }

  function writeOrTryLater(): void {
    timer = undefined;
    write().catch((error: unknown) => {
      log.warn('calls and audit entries could not be kept yet', { error, waiting: buffer.size() });
      soon();
    });
  }

  function soon(): void {
    if (isClosed) log.warn('what came after the end is not kept among the calls and the audit');
    else timer ??= setTimeout(writeOrTryLater, lingerMs).unref();
  }

  async function flush(): Promise<void> {
    // What came while a batch was under way may not be in it; writing goes on until nothing is left.
    if (writing) await writing;
    await write();
  }

  return {
    call(call) {
      buffer.call(call);
      soon();
    },
    record(entry) {
      buffer.record(entry);
      soon();
    },
    flush,
    async close() {
      const lost = (error: unknown): void =>
        log.error('calls and audit entries are lost', { error, count: buffer.size() });
      try {
        if (!(await within(closingMs, flush()))) lost(new Error('the database does not answer'));
      } catch (error) {
        lost(error);
      }
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** More than this lies unwritten only while the database is away: then the calls that only read go. */
const mostCalls = 20_000;
const batchSize = 500;

/** What is not written yet. A call and its end are one row: the later one stands for both. */
function createBuffer(records: Pick<AuditRecords, 'keep'>, log: Log) {
  let calls = new Map<string, CallEntry>();
  let entries: AuditEntry[] = [];
  const size = (): number => calls.size + entries.length;

  async function writeBatch(): Promise<void> {
    const someCalls = [...calls.values()].slice(0, batchSize);
    const someEntries = entries.slice(0, batchSize);
    await records.keep(someCalls, someEntries);
    for (const call of someCalls) if (calls.get(call.id) === call) calls.delete(call.id);
    entries = entries.slice(someEntries.length);
  }

  return {
    size,
    call(call: CallEntry) {
      calls.set(call.id, call);
      if (calls.size <= mostCalls) return;
      log.warn('the calls that only read are not kept: the database takes too long');
      calls = new Map([...calls].filter(([, one]) => one.isWrite));
    },
    record: (entry: AuditEntry) => void entries.push(entry),
    async writeAll() {
      while (size() > 0) await writeBatch();
    },
  };
}
