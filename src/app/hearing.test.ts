import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { loadConfig } from '../config/load-config.ts';
import { createDeliveryRecords } from '../store/deliveries.ts';
import { createFindingRecords } from '../store/portal-findings.ts';
import { createHearing, decideHearing } from './hearing.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

beforeEach(() => database.query('delete from portal_findings'));

afterAll(() => database[Symbol.asyncDispose]());

function parts(poll = 'never') {
  const { db } = database.store;
  const config = loadConfig({ env: { PORTAL_POLL: poll } });
  return { config, findings: createFindingRecords(db), deliveries: createDeliveryRecords(db) };
}

function fail(error: unknown): never {
  throw error;
}

/** Opens the door as a service does. Answers what is called when the portal is heard. */
async function openDoor(): Promise<() => void> {
  const { findings } = parts();
  const note = createHearing(findings, fail);
  await waitFor('the door to be noted', async () => (await findings.find('door opened')) !== undefined);
  return note;
}

const aDayLater = `update portal_findings set found_at = now() - interval '25 h'`;

describe('a portal that was never heard', () => {
  it('is awaited for a day after the door first opened, then it is silent', async () => {
    await openDoor();
    expect(await decideHearing(parts(), true)).toMatchObject({
      ...{ by: 'nothing', isAwaited: true, why: 'no delivery has come yet' },
    });
    expect(await decideHearing(parts('auto'), true)).toMatchObject({ by: 'polling', isAwaited: true });
    await database.query(aDayLater);
    // A restart is not another first time.
    await openDoor();
    expect(await decideHearing(parts(), true)).toMatchObject({ isAwaited: false, why: 'no delivery has ever come' });
  });

  it('is awaited for a day more when the webhook is registered anew, and not once it was taken away', async () => {
    await openDoor();
    await database.query(aDayLater);
    const { findings } = parts();
    await findings.keep('webhook registered', { id: 1, url: 'https://c.example' });
    expect(await decideHearing(parts(), true)).toMatchObject({ isAwaited: true });
    await findings.keep('webhook removed', {});
    expect(await decideHearing(parts(), true)).toMatchObject({ isAwaited: false });
  });

  it('is not awaited where nothing can come: without a secret, and before the door ever opened', async () => {
    expect(await decideHearing(parts(), true)).toMatchObject({ by: 'nothing', isAwaited: false });
    await openDoor();
    expect(await decideHearing(parts(), false)).toMatchObject({ by: 'nothing', isAwaited: false });
  });

  it('is heard by the first delivery', async () => {
    const note = await openDoor();
    note();
    await waitFor('what was heard', async () => (await decideHearing(parts(), true)).by === 'webhook');
    expect(await decideHearing(parts(), true)).toMatchObject({ isAwaited: false, why: 'deliveries arrive' });
  });
});
