import { setTimeout as sleep } from 'node:timers/promises';
import type { KillableService } from '../support/killable-process.ts';
import type { Moment, Passage } from '../support/wire/gate.ts';
import type { CallCoverage } from './call-coverage.ts';

/** Ends a process when all of its work stands at calls that are to go wrong: each kill costs a start, and so hits as many jobs as there are. */
export interface Killer {
  /** How a call passes: it is held where it is to go wrong, until the process is gone. */
  pass(what: string, coverage: CallCoverage): Passage;
  /** From now on it kills. */
  begin(): void;
}

/** No call has come or gone for so long, on a slow machine too: whatever is under way is held, or waits by the clock. */
const quietMs = 1_000;

/** What a process has said before its end has come to a proxy of this process after so long. */
const lastWordsMs = 50;

/** `cutAll` ends the connections that a process had. */
export function createKiller(service: KillableService, cutAll: () => void): Killer {
  const state = { hasBegun: false, lastStir: Date.now(), isWaiting: false, isKilling: false };
  let held: (() => void)[] = [];

  async function killWhenQuiet(): Promise<void> {
    state.isWaiting = true;
    while (!state.hasBegun || Date.now() - state.lastStir < quietMs) await sleep(quietMs / 4);
    state.isKilling = true;
    await service.kill9(async () => {
      await sleep(lastWordsMs);
      for (const release of held) release();
      held = [];
      cutAll();
    });
    state.isKilling = false;
    state.isWaiting = false;
  }

  async function stop(isHeld: boolean): Promise<boolean> {
    state.lastStir = Date.now();
    if (!isHeld) return !state.isKilling;
    const gone = new Promise<void>((resolve) => held.push(resolve));
    if (!state.isWaiting) void killWhenQuiet();
    await gone;
    return false;
  }

  return {
    pass(what, coverage) {
      const moment: Moment | undefined = coverage.take(what);
      return { before: () => stop(moment === 'before'), after: () => stop(moment === 'after') };
    },
    begin() {
      state.hasBegun = true;
    },
  };
}
