import type { Log } from '../../base/log.ts';
import type { AuditEntry, AuditRecords, CallEntry } from './audit.ts';

/** Keeps calls and audit entries in batches, so that a run waits for none of them but at its end. */
export interface Journal {
  call(call: CallEntry): void;
  record(entry: AuditEntry): void;
  /** Resolves when all that was given before is durable. Rejects as the database does; what was given is kept for the next time. */
  flush(): Promise<void>;
  /** Keeps what is left, as far as the database takes it. */
  close(): Promise<void>;
}

interface JournalOptions {
  readonly records: Pick<AuditRecords, 'keep'>;
  readonly log: Log;
  /** How long something may lie unwritten. */
  readonly lingerMs?: number;
}

/** More than this lies unwritten only while the database is away: then the oldest reads go first. */
const mostWaiting = 20_000;
const batchSize = 500;

export function createJournal({ records, log, lingerMs = 50 }: JournalOptions): Journal {
  let calls = new Map<string, CallEntry>();
  let entries: AuditEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  async function writeBatch(): Promise<void> {
    const someCalls = [...calls.values()].slice(0, batchSize);
    const someEntries = entries.slice(0, batchSize);
    await records.keep(someCalls, someEntries);
    for (const call of someCalls) if (calls.get(call.id) === call) calls.delete(call.id);
    entries = entries.slice(someEntries.length);
  }

  async function writeAll(): Promise<void> {
    while (calls.size > 0 || entries.length > 0) await writeBatch();
  }

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => (writing = undefined));
    return writing;
  }

  function soon(): void {
    if (calls.size > mostWaiting) calls = dropReads(calls, log);
    timer ??= setTimeout(() => {
      timer = undefined;
      write().catch((error: unknown) => {
        log.warn('calls and audit entries could not be kept yet', { error, waiting: calls.size + entries.length });
        soon();
      });
    }, lingerMs).unref();
  }

  return {
    call(call) {
      calls.set(call.id, call);
      soon();
    },
    record(entry) {
      entries.push(entry);
      soon();
    },
    async flush() {
      // What came while a batch was under way belongs to the next one; `writeAll` goes on until nothing is left.
      if (writing) await writing;
      await write();
    },
    async close() {
      await this.flush().catch((error: unknown) =>
        log.error('calls and audit entries are lost', { error, count: calls.size + entries.length }),
      );
      clearTimeout(timer);
    },
  };
}

function dropReads(calls: ReadonlyMap<string, CallEntry>, log: Log): Map<string, CallEntry> {
  log.warn('the calls that only read are not kept: the database takes too long');
  return new Map([...calls].filter(([, call]) => call.isWrite));
}
