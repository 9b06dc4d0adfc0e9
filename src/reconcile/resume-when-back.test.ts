import { expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { createLog } from '../base/log.ts';
import type { Finding, FindingRecords } from './records.ts';
import { resumeWhenBack } from './resume-when-back.ts';

/** A portal that is there or away, and as many runs that wait for it. */
function aWait(waiting: number) {
  const found = new Map<string, Finding>();
  const findings: FindingRecords = {
    keep(name, value) {
      found.set(name, { value, at: new Date(), secondsAgo: 1 });
      return Promise.resolve();
    },
    find: (name) => Promise.resolve(found.get(name)),
    forget(name) {
      found.delete(name);
      return Promise.resolve();
    },
    claimDuty: () => Promise.resolve(true),
  };
  const state = { isAway: true, asked: 0, hastened: 0 };
  const look = () =>
    resumeWhenBack({
      findings,
      log: createLog({ level: 'error' }),
      runs: {
        countAway: () => Promise.resolve(waiting),
        hastenAway() {
          state.hastened += 1;
          return Promise.resolve(waiting);
        },
      },
      askPortal() {
        state.asked += 1;
        return state.isAway ? Promise.reject(new AppError('unavailable', 'away')) : Promise.resolve({});
      },
    });
  return { state, look };
}

it('lets all runs go on as soon as the portal is back, with one call a look', async () => {
  const { state, look } = aWait(500);
  expect([await look(), await look()]).toEqual([0, 0]);
  state.isAway = false;
  expect(await look()).toBe(500);
  expect(state).toEqual({ isAway: false, asked: 3, hastened: 1 });
});

it('leaves runs their wait while the portal was there all along: they wait for one call of it', async () => {
  const { state, look } = aWait(3);
  state.isAway = false;
  expect([await look(), await look()]).toEqual([0, 0]);
  expect(state.hastened).toBe(0);
});

it('asks nothing while nothing waits', async () => {
  const { state, look } = aWait(0);
  await look();
  expect(state.asked).toBe(0);
});
