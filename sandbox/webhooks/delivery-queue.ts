/** Work waiting to be delivered. */
export interface DeliveryQueue {
  add(job: () => Promise<void>): void;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Forgets what waits and stops polling. */
  close(): void;
}

/** How many deliveries the portal makes at a time (its `webhooks:threadcount`). */
const parallel = 10;

/**
 * A queue in memory, without order between its jobs. With `pollMs` it works as the real server's: it looks every so
 * often, takes ten, and waits for all ten with their retries before it looks again, so that one dead receiver slows
 * everybody. With 0 a job starts at once when fewer than ten run. A job must not throw.
 */
export function createDeliveryQueue(pollMs: number): DeliveryQueue {
  const waiting: (() => Promise<void>)[] = [];
  const idlers: (() => void)[] = [];
  let running = 0;
  let poll: NodeJS.Timeout | undefined;

  function run(job: () => Promise<void>): void {
    running += 1;
    void job().finally(() => {
      running -= 1;
      next();
    });
  }

  function startBatch(): void {
    poll = undefined;
    for (const job of waiting.splice(0, parallel)) run(job);
  }

  function next(): void {
    if (waiting.length === 0 && running === 0) for (const done of idlers.splice(0)) done();
    if (pollMs === 0) for (const job of waiting.splice(0, parallel - running)) run(job);
    else if (waiting.length > 0 && running === 0) poll ??= setTimeout(startBatch, pollMs);
  }

  return {
    add(job) {
      waiting.push(job);
      next();
    },
    idle: () => new Promise((done) => (waiting.length + running === 0 ? done() : idlers.push(done))),
    close() {
      waiting.length = 0;
      clearTimeout(poll);
      poll = undefined;
      next();
    },
  };
}
