import { on, EventEmitter } from 'node:events';
import type { Log } from '../../base/log.ts';
import { type ChangedThing, changedThings } from '../../http/page-parts.ts';
import { readMarks } from '../../store/changes.ts';
import type { Database } from '../../store/open-store.ts';

const lookEveryMs = 400;

/** Tells pages what has changed, whichever process changed it. Looks only while somebody watches. */
export interface LiveChanges {
  /** Resolves once nothing that changes from now on goes unheard; watches until `signal` aborts. */
  readonly watch: (signal: AbortSignal) => Promise<AsyncIterable<readonly ChangedThing[]>>;
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

  function lookOnce(): Promise<void> {
    looking ??= look()
      .catch((error: unknown) => log.debug('changes could not be read', { error }))
      .finally(() => (looking = undefined));
    return looking;
  }

  const timer = setInterval(() => {
    if (watchers === 0) seen = undefined;
    else void lookOnce();
  }, lookEveryMs).unref();

  return {
    async watch(signal) {
      const either = AbortSignal.any([signal, ending.signal]);
      if (either.aborted) return tell([], either);
      watchers += 1;
      either.addEventListener('abort', () => (watchers -= 1), { once: true });
      const told = on(emitter, 'changed', { signal: either });
      if (!seen) await lookOnce();
      // Where nobody could learn how things stand, nothing can be told either: whoever asked asks again.
      return tell(seen ? told : [], either);
    },
    stop() {
      clearInterval(timer);
      ending.abort();
    },
  };
}

async function* tell(
  told: AsyncIterable<unknown[]> | readonly unknown[][],
  signal: AbortSignal,
): AsyncGenerator<readonly ChangedThing[]> {
  try {
    for await (const changed of told) yield changedThings.filter((thing) => changed.includes(thing));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
