import { wfQueueRunner } from '@dbos-inc/dbos-sdk/internal/wfqueue';

/** How long after the last sign of work the queue is still polled at full speed. */
const busyMs = 3_000;

/** How often the queue is looked at meanwhile, for work that other processes queued. */
const idlePollMs = 500;

/** How often something is done between two polls. */
const betweenMs = 2_000;

export interface PollPacing {
  /** Work was queued or has ended here: the next poll comes at once, and those after it at full speed. */
  nudge(): void;
  /** Gives the polls back to the SDK; what is held back goes on. */
  release(): void;
}

interface PollPacingOptions {
  /** Whether work is being done here. */
  readonly isWorking: () => boolean;
  /**
   * Called before polls of the queue, now and then. Polls of one queue follow one another, each with the start of what it has claimed: while
   * this works, no claim of this process is on its way.
   */
  readonly betweenPolls?: { readonly queueName: string; readonly work: () => Promise<void> };
}

type Poll = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * The SDK polls its queues at one speed, and the one that makes a run start soon (20 ms) keeps an idle machine busy: four statements a
 * poll. It cannot be told of work. So its polls are held back while there is none: until some is queued here, or half a second is over.
 * This leans on a method of the pinned SDK's internals; where there is none, polls go on at one speed.
 */
export function pacePolls({ isWorking, betweenPolls }: PollPacingOptions): PollPacing {
  const held = new Set<() => void>();
  let busyUntil = performance.now() + busyMs;
  let betweenAt = 0;

  async function lookBetween(queue: unknown): Promise<void> {
    if (!betweenPolls || nameOf(queue) !== betweenPolls.queueName || performance.now() < betweenAt) return;
    betweenAt = performance.now() + betweenMs;
    await betweenPolls.work();
  }

  const poll: unknown = Reflect.get(wfQueueRunner, 'pollQueue');
  if (isPoll(poll)) {
    const paced: Poll = async (...args) => {
      if (!isWorking() && performance.now() > busyUntil) await hold(held);
      await lookBetween(args[1]);
      return Reflect.apply(poll, wfQueueRunner, args);
    };
    Reflect.set(wfQueueRunner, 'pollQueue', paced);
  }

  function nudge(): void {
    busyUntil = performance.now() + busyMs;
    for (const go of held) go();
  }

  return {
    nudge,
    release() {
      Reflect.set(wfQueueRunner, 'pollQueue', poll);
      nudge();
    },
  };
}

function isPoll(value: unknown): value is Poll {
  return typeof value === 'function';
}

function nameOf(queue: unknown): unknown {
  return typeof queue === 'object' && queue !== null ? Reflect.get(queue, 'name') : undefined;
}

function hold(held: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      held.delete(go);
      resolve();
    };
    const timer = setTimeout(go, idlePollMs);
    held.add(go);
  });
}
