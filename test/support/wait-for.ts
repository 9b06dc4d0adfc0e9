import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for anything: far beyond what it takes on a busy machine. */
const deadlineMs = 100_000;

/** How long it pauses between two looks: the longer it has waited the longer, so that tests that wait leave the machine to those that work. */
const shortestPauseMs = 20;
const longestPauseMs = 250;
const partOfTheWait = 0.1;

interface Waiting {
  /** Read when the wait fails: what there is in place of what was waited for. */
  readonly instead?: () => unknown;
  readonly withinMs?: number;
}

/** Waits until `look` answers something that is not undefined or false, and answers that. What it throws meanwhile is not an end. */
export async function waitFor<Found>(
  what: string,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  { instead, withinMs = deadlineMs }: Waiting = {},
): Promise<Found> {
  const startedAt = performance.now();
  const deadline = startedAt + withinMs;
  let failure: unknown;
  while (performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    const waitedMs = performance.now() - startedAt;
    await sleep(Math.min(longestPauseMs, shortestPauseMs + waitedMs * partOfTheWait));
  }
  const there = instead ? `; instead: ${JSON.stringify(await instead())}` : '';
  throw new Error(`Waited ${withinMs} ms in vain for ${what}${there}`, { cause: failure });
}
