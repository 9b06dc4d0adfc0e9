import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReplyServer, replyText, type ReplyServer } from '../../test/contract/support/start-reply-server.ts';
import { startSandbox, type TestSandbox } from '../../test/contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { watchRecords } from '../../test/support/watch-records.ts';
import { Secret } from '../base/secret.ts';
import { catchUp } from './catch-up.ts';
import { type KeeperParts, readWebhook, registerWebhook, removeWebhook, rotateSecret } from './webhook-keeper.ts';
import { type Heard, silenceOf, watchWebhook } from './watchdog.ts';

let sandbox: TestSandbox;
let database: TestStore;
let door: ReplyServer;

beforeAll(async () => {
  [sandbox, database, door] = await Promise.all([
    startSandbox({ retryDelaysMs: [] }),
    openTestStore(),
    startReplyServer(replyText('', 200)),
  ]);
});

beforeEach(async () => {
  await sandbox.control('POST reset');
  await database.query('truncate portal_findings, webhook_secrets, duties, deliveries');
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await door[Symbol.asyncDispose]();
});

const quiet: Heard = { lastAt: undefined, usualSilenceMs: undefined };

function aKeeper(changes: Partial<KeeperParts> = {}): KeeperParts {
  const { findings, secrets } = watchRecords(database);
  return {
    portal: sandbox.portal(),
    findings,
    secrets,
    configured: [],
    url: `${door.url}/docspace/webhook`,
    ...changes,
  };
}

/** Looks once; answers how much was repaired and which alarms were raised. */
async function watch(keeper: KeeperParts | 'no key' = aKeeper(), heard = quiet) {
  const alarms: string[] = [];
  const repaired = await watchWebhook({
    keeper: keeper === 'no key' ? undefined : keeper,
    findings: watchRecords(database).findings,
    heard: () => Promise.resolve(heard),
    alert({ subject }) {
      alarms.push(subject);
      return Promise.resolve();
    },
    log: database.log,
  });
  return { repaired, alarms };
}

const hooks = () => sandbox.portal().webhooks();

describe('our webhook', () => {
  it('is registered where there is none, with a secret that the door accepts before the portal knows it', async () => {
    const keeper = aKeeper();
    const known: number[] = [];
    const portal: KeeperParts['portal'] = {
      ...keeper.portal,
      async createWebhook(webhook) {
        known.push((await keeper.secrets.list()).filter((one) => one.reveal() === webhook.secret.reveal()).length);
        return keeper.portal.createWebhook(webhook);
      },
    };
    expect(await watch({ ...keeper, portal })).toEqual({ repaired: 1, alarms: [] });
    expect(known).toEqual([1]);
    expect(await hooks()).toMatchObject([
      {
        url: keeper.url,
        enabled: true,
        triggers: ['user.created', 'user.invited', 'user.updated', 'room.created', 'room.archived'],
      },
    ]);
    expect(await watch()).toEqual({ repaired: 0, alarms: [] });
  });

  it('is repaired when it was switched off, lost an event, or goes elsewhere, and stays the same one', async () => {
    const { id } = await registerWebhook(aKeeper());
    await sandbox.raw('PUT settings/webhook/enable', { id, name: 'x', uri: door.url, enabled: false });
    expect((await watch()).repaired).toBe(1);
    const wrong = { id, name: 'Concierge', uri: `${door.url}/elsewhere`, enabled: true, ssl: false, triggers: 1 };
    await sandbox.raw('PUT settings/webhook', wrong);
    expect((await watch()).repaired).toBe(1);
    expect(await hooks()).toMatchObject([{ id, url: aKeeper().url, enabled: true }]);
    expect((await readWebhook(aKeeper())).faults).toEqual([]);
  });

  it('is made anew when somebody deleted it, and left alone when that was done by us', async () => {
    const { id } = await registerWebhook(aKeeper());
    await sandbox.portal().deleteWebhook(id);
    expect((await watch()).repaired).toBe(1);
    await removeWebhook(aKeeper());
    expect(await watch()).toEqual({ repaired: 0, alarms: [] });
    expect(await hooks()).toEqual([]);
    await registerWebhook(aKeeper());
    expect(await hooks()).toHaveLength(1);
  });

  it('is none of the webhooks of others', async () => {
    const other = { name: 'Concierge', url: `${door.url}/other`, secret: new Secret('Other-secret-1'), triggers: [] };
    await sandbox.portal().createWebhook(other);
    await registerWebhook(aKeeper());
    await removeWebhook(aKeeper());
    expect(await hooks()).toMatchObject([{ url: other.url }]);
  });

  it('gets another secret, and the old one is still accepted for a while', async () => {
    await registerWebhook(aKeeper());
    const [before] = await aKeeper().secrets.list();
    await rotateSecret(aKeeper());
    const after = await aKeeper().secrets.list();
    expect(after).toHaveLength(2);
    expect(after[0]?.reveal()).not.toBe(before?.reveal());
    expect(after[1]?.reveal()).toBe(before?.reveal());
    await database.query(`update webhook_secrets set ends_at = ends_at - interval '1 hour'`);
    expect(await aKeeper().secrets.list()).toHaveLength(1);
  });

  it('takes the secret of the settings where there is one', async () => {
    await registerWebhook(aKeeper({ configured: [new Secret('Secret-of-the-settings-1')] }));
    expect(await aKeeper().secrets.list()).toEqual([]);
  });
});

describe('an alarm', () => {
  it('is raised once when the portal refuses our address, and the portal is not asked again for an hour', async () => {
    const refused = aKeeper({ url: 'http://127.0.0.1:9/docspace/webhook' });
    expect((await watch(refused)).alarms).toEqual(['Concierge does not hear the portal']);
    await sandbox.control('DELETE calls');
    expect((await watch(refused)).alarms).toEqual([]);
    expect(JSON.stringify(await sandbox.control('GET calls'))).not.toContain('POST');
    expect((await watch()).alarms).toEqual(['Concierge hears the portal again']);
  });

  it('is raised when the portal cannot deliver for longer than its own tries take', async () => {
    const { id } = await registerWebhook(aKeeper());
    const broken: KeeperParts['portal'] = {
      ...aKeeper().portal,
      webhooks: async () =>
        (await hooks()).map((hook) => ({
          ...hook,
          lastFailureAt: '2026-01-01T00:00:00.000Z',
          lastFailure: 'no route',
        })),
    };
    expect((await watch(aKeeper({ portal: broken }))).alarms).toHaveLength(1);
    const finding = await watchRecords(database).findings.find('webhook watched');
    expect(finding?.value).toMatchObject({ isWell: false });
    expect(JSON.stringify(finding?.value)).toContain('no route');
    expect(id).toBeGreaterThan(0);
  });

  it('is raised when nothing is heard for longer than usual, also without a key for webhooks', async () => {
    const hour = 3_600_000;
    const heard = { lastAt: new Date(Date.now() - 50 * hour), usualSilenceMs: 48 * hour };
    expect((await watch('no key', heard)).alarms).toEqual(['Concierge does not hear the portal']);
    expect((await watch('no key', { ...heard, lastAt: new Date() })).alarms).toHaveLength(1);
    expect(silenceOf({ ...heard, usualSilenceMs: undefined }, Date.now())).toBeUndefined();
  });
});

describe('catching up', () => {
  const accept = (records = watchRecords(database).deliveries) => ({
    portal: sandbox.portal(),
    findings: watchRecords(database).findings,
    async accept({
      eventId,
      trigger,
      subject,
      createdAt,
    }: {
      eventId: number;
      trigger: string;
      subject: { id: string | number };
      createdAt: string | undefined;
    }) {
      const delivery = { eventId, trigger, entityId: String(subject.id), eventCreatedAt: createdAt ?? '' };
      return (await records.insert(delivery)) === undefined ? ('known' as const) : ('accepted' as const);
    },
  });

  it('takes in what never came, page by page, each once, and reads on from there', async () => {
    await using closed = await startReplyServer(replyText('', 200));
    const { id } = await registerWebhook(aKeeper({ url: `${closed.url}/docspace/webhook` }));
    for (let index = 0; index < 230; index += 1) {
      const person = { firstName: 'Ada', lastName: 'Lovelace', email: `missed${index}@example.com` };
      await sandbox.control('POST people', person);
    }
    expect(await catchUp(id, accept())).toEqual({ read: 230, missed: 230 });
    const again = await catchUp(id, accept());
    expect(again.missed).toBe(0);
    expect(again.read).toBeLessThan(120);
    await sandbox.control('POST people', { firstName: 'Ada', lastName: 'Lovelace', email: 'late@example.com' });
    expect((await catchUp(id, accept())).missed).toBe(1);
  });

  it('begins again where it began when it is cut off', async () => {
    const { id } = await registerWebhook(aKeeper());
    await sandbox.control('POST people', { firstName: 'Ada', lastName: 'Lovelace', email: 'a@example.com' });
    const failing = { ...accept(), accept: () => Promise.reject(new Error('killed')) };
    await expect(catchUp(id, failing)).rejects.toThrow('killed');
    expect((await catchUp(id, accept())).missed).toBe(1);
  });
});
