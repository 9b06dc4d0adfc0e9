import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { cloudLimits } from '../docspace/governor.ts';
import { createFindingRecords } from '../store/portal-findings.ts';
import { createPortalLimits } from './portal-limits.ts';
import { doneAt } from './read-limits.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

beforeEach(() => database.query('truncate portal_findings'));

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

function open(wanted: 'cloud' | 'none', processes: () => number | 'guest' = () => 1) {
  return createPortalLimits({
    wanted,
    processes,
    findings: createFindingRecords(database.store.db),
    log: database.log,
  });
}

const refusal = { status: 429, template: 'files/rooms' };

it('learns from a refusal that there are limits, says so, and tells the processes that come after it', async () => {
  const limits = await open('none');
  expect(limits.current()).toBe('none');
  limits.learn({ status: 200, template: 'files/rooms' });
  expect(limits.isLearnt()).toBe(false);
  limits.learn(refusal);
  expect(limits.current()).toEqual(cloudLimits);
  expect(database.logged.join('')).toContain('PORTAL_LIMITS is none');
  await expect.poll(async () => (await open('none')).isLearnt()).toBe(true);
  await database.query(`update portal_findings set found_at = now() - interval '25 hours'`);
  expect((await open('none')).isLearnt()).toBe(false);
});

it('keeps the limits of the settings whatever comes', async () => {
  const limits = await open('cloud');
  limits.learn(refusal);
  expect([limits.current(), limits.isLearnt()]).toEqual([cloudLimits, false]);
});

it('divides what may be under way by those that work, and leaves a command that only looks a small part', async () => {
  let among: number | 'guest' = 3;
  const limits = await open('cloud', () => among);
  expect(limits.share()).toMatchObject({ reads: 15, writes: 4 });
  among = 'guest';
  expect(limits.share()).toMatchObject({ reads: 4, writes: 1 });
  expect(45 + 4).toBeLessThanOrEqual(50);
  expect(13 + 1).toBeLessThanOrEqual(15);
});

it.each([
  { used: 0, open: 0, is: undefined },
  { used: 0, open: 100, is: undefined },
  { used: 8_900, open: 100, is: '2026-07-02T02:00:00.000Z' },
  { used: 9_000, open: 1_000, is: '2026-07-03T04:00:00.000Z' },
])('guesses when $open runs are done with $used writes used: $is', ({ used, open: openRuns, is }) => {
  const now = Date.parse('2026-07-01T00:00:00.000Z');
  expect(doneAt({ used, perDay: 9_000 }, { open: openRuns, endedInADay: 0, now }).doneBy).toBe(is);
});
