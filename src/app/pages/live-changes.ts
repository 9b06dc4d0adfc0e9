import { on, EventEmitter } from 'node:events';
import type { Log } from '../../base/log.ts';
import { type ChangedThing, changedThings } from '../../http/page-parts.ts';
import { readMarks } from '../../store/changes.ts';
import type { Database } from '../../store/open-store.ts';

const lookEveryMs = 400;

/** Tells pages what has changed, whichever process changed it. Looks only while somebody watches. */
export interface LiveChanges {
  readonly watch: (signal: AbortSignal) => AsyncIterable<readonly ChangedThing[]>;
  /** Ends all watching, so that nothing keeps the server open. */
  stop(): void;
}

export function createLiveChanges({ db, log }: { readonly db: Database; readonly log: Log }): LiveChanges {
  const emitter = new EventEmitter().setMaxListeners(0);
  const ending = new AbortController();
  let seen: ReadonlyMap<string, string> | undefined;
  let looking: Promise<void> | undefined;
  let watchers = 0;

  async function look(): Promise<void> {
    const now = await readMarks(db);
    const before = seen;
    seen = now;
    const changed = before ? changedThings.filter((thing) => before.get(thing) !== now.get(thing)) : [];
    if (changed.length > 0) emitter.emit('changed', ...changed);
  }

  const timer = setInterval(() => {
    if (watchers === 0) seen = undefined;
    if (watchers === 0 || looking) return;
    looking = look()
      .catch((error: unknown) => log.debug('changes could not be read', { error }))
      .finally(() => (looking = undefined));
  }, lookEveryMs).unref();

  return {
    async *watch(signal) {
      watchers += 1;
      try {
        const told = on(emitter, 'changed', { signal: AbortSignal.any([signal, ending.signal]) });
        for await (const changed of told) yield changedThings.filter((thing) => changed.includes(thing));
      } catch (error) {
        if (!signal.aborted && !ending.signal.aborted) throw error;
      } finally {
        watchers -= 1;
      }
    },
    stop() {
      clearInterval(timer);
      ending.abort();
    },
  };
}
