import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVendor } from '../../test/contract/support/start-vendor.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { textWith } from '../../test/support/matchers.ts';
import { startMailServer, type TestMailServer } from '../../test/support/smtp.ts';
import { loadConfig } from '../config/load-config.ts';
import { createDocumentRecords } from '../store/documents.ts';
import { createFindingRecords } from '../store/portal-findings.ts';
import { createRunRecords } from '../store/runs.ts';
import { createConnectors } from './create-connectors.ts';
import { createConnectorParts } from './pages/test-connectors.ts';
import { alertSchedule, raiseAlert, testAlerts } from './alerts.ts';

const alert = { topic: 'disk', subject: 'The disk is nearly full', text: 'Make room.' };

let database: TestStore;
let mail: TestMailServer;
const refusals: { code?: number | undefined } = {};

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(() => database[Symbol.asyncDispose]());

beforeEach(async () => {
  refusals.code = undefined;
  await database.query('truncate alerts, duties, runs, documents, close_outs restart identity cascade');
  mail = await startMailServer({ refuseRecipient: () => refusals.code });
});

afterEach(() => mail.stop());

/** What a process of the installation has; a second one is what is there after a restart. */
function aProcess(settings: Readonly<Record<string, string>> = {}) {
  const env = { SMTP_URL: mail.url, MAIL_FROM: 'c@example.com', ALERT_TO: 'it@example.com', ...settings };
  const { log, store } = database;
  const db = store.db;
  return { config: loadConfig({ env, readFile: noFile }), log, store, findings: createFindingRecords(db) };
}

function noFile(): string {
  throw Object.assign(new Error('no file'), { code: 'ENOENT' });
}

async function round(name: string, core = aProcess()): Promise<number> {
  const work = alertSchedule(core).find((one) => one.name === name);
  return (await work?.work()) ?? -1;
}

describe('alerts', () => {
  it('leave once for each topic in its quiet period, and again after it', async () => {
    expect(await raiseAlert(aProcess(), alert)).toBe(true);
    expect(await raiseAlert(aProcess(), alert)).toBe(false);
    expect(await raiseAlert(aProcess(), { ...alert, topic: 'another' })).toBe(true);
    expect(await round('sent alerts')).toBe(2);
    expect(await round('sent alerts')).toBe(0);
    expect(mail.mails.map(({ message }) => message.subject)).toEqual([alert.subject, alert.subject]);
    await database.query(`update alerts set raised_at = now() - interval '7 h'`);
    expect(await raiseAlert(aProcess(), alert)).toBe(true);
  });

  it('are tried again after a failure and a restart, with the same message id', async () => {
    await raiseAlert(aProcess(), alert);
    refusals.code = 451;
    expect(await round('sent alerts')).toBe(0);
    expect(await database.query('select tries, sent_at, failure is not null as failed from alerts')).toMatchObject([
      { tries: 1, sent_at: null, failed: true },
    ]);
    refusals.code = undefined;
    // Not at once: its next try is due later.
    expect(await round('sent alerts', aProcess())).toBe(0);
    await database.query('update alerts set due_at = now()');
    expect(await round('sent alerts', aProcess())).toBe(1);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.message.messageId).toMatch(/^<alert\.\d+@/);
  });

  it('are taken by one process of several, and by another when that one dies', async () => {
    await raiseAlert(aProcess(), alert);
    const sent = await Promise.all([1, 2, 3].map(() => round('sent alerts', aProcess())));
    expect(sent.toSorted()).toEqual([0, 0, 1]);
    expect(mail.mails).toHaveLength(1);
  });

  it('tell of runs that failed, by blueprint, and not twice', async () => {
    const runs = createRunRecords(database.store.db);
    const hash = 'ab'.repeat(32);
    await createDocumentRecords(database.store.db).save({
      hash,
      name: 'home-room',
      file: 'a.yaml',
      text: 'kind: Room',
    });
    const cause = { kind: 'sweep' as const };
    const about = { blueprint: 'home-room', documentHash: hash, subject: 'person:1' };
    const run = { runId: 'run-1', attempt: 1, ...about, cause, options: { repair: false, recreate: false } };
    await runs.insertQueued(run);
    await runs.begin(run);
    await runs.end(run, { state: 'failed', reason: 'no', remarks: [] });
    expect(await round('new alerts')).toBe(1);
    await round('sent alerts');
    expect(mail.mails[0]?.message.subject).toBe(`1 run of ${run.blueprint} failed`);
    expect(mail.mails[0]?.message.text).toContain(`concierge runs show ${run.runId}`);
    await database.query(`update duties set due_at = now() - interval '1 s'`);
    await sleep(5);
    expect(await round('new alerts')).toBe(0);
  });

  it('tell of a room that a close-out could not shut', async () => {
    await database.query(
      `insert into close_outs (run_id, room_id, owner_id, opened_at, open_ms, blueprint)
       values ('r', 7, 'o', now() - interval '10 min', 0, 'guest-close-out')`,
    );
    expect(await round('new alerts')).toBe(1);
    await round('sent alerts');
    expect(mail.mails[0]?.message.text).toContain('10 minutes ago');
  });

  it('are tested by every way that is set up, at once', async () => {
    expect(await testAlerts(aProcess())).toEqual({ sentBy: ['mail'] });
    expect(mail.mails[0]?.message.subject).toBe('A test alert of Concierge');
    await expect(testAlerts(aProcess({ ALERT_TO: '' }))).rejects.toMatchObject({ kind: 'invalid-config' });
    refusals.code = 550;
    await expect(testAlerts(aProcess())).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('are tested by each way though another one fails, and say which failed and which did not', async () => {
    await using chat = await startVendor(() => ({ status: 404 }));
    const failure: unknown = await testAlerts(aProcess(chatSettings(chat))).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'rejected',
      message: `The test alert could not be sent by chat: ${chat.host} answered with 404`,
      hint: textWith('It was sent by mail.'),
    });
    expect(JSON.stringify([failure, String(failure)])).not.toContain(hidden);
    expect(mail.mails).toHaveLength(1);
  });
});

/** Of the address that makes whoever has it a sender. */
const hidden = 'T0/B0/hidden-word';

function chatSettings({ url, host }: { readonly url: string; readonly host: string }, format = 'slack') {
  return { CHAT_WEBHOOK_URL: `${url}/${hidden}`, CHAT_FORMAT: format, HTTP_ALLOW_HOSTS: host };
}

describe('alerts in the chat', () => {
  it('are posted again after a refusal, with the same words and key, until the chat takes them', async () => {
    const status = { now: 500 };
    await using chat = await startVendor(() => ({ status: status.now }));
    const core = () => aProcess({ ...chatSettings(chat), ALERT_TO: '' });
    await raiseAlert(core(), { ...alert, text: 'Make <room> & tell @all.' });
    expect(await round('sent alerts', core())).toBe(0);
    expect(await database.query('select channel, tries, sent_at, failure from alerts')).toEqual([
      { channel: 'chat', tries: 1, sent_at: null, failure: `${chat.host} answered with 500` },
    ]);
    expect(await round('sent alerts', core())).toBe(0);
    expect(chat.requests).toHaveLength(1);
    status.now = 200;
    await database.query('update alerts set due_at = now()');
    expect(await round('sent alerts', core())).toBe(1);
    expect(await round('sent alerts', core())).toBe(0);
    const [first, second, ...more] = chat.requests;
    expect([more, second?.text]).toEqual([[], first?.text]);
    expect(first).toMatchObject({ method: 'POST', path: `/${hidden}` });
    expect(first?.headers['content-type']).toBe('application/json');
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    // Slack calls people by what stands in angle brackets, and by an at sign.
    expect(first?.body).toEqual({ text: 'The disk is nearly full\nMake &lt;room&gt; &amp; tell @\u2060all.' });
  });

  it('are posted in the form of Teams where that is set', async () => {
    await using chat = await startVendor(() => ({ status: 202 }));
    expect(await testAlerts(aProcess({ ...chatSettings(chat, 'teams'), ALERT_TO: '' }))).toEqual({ sentBy: ['chat'] });
    expect(chat.requests[0]?.body).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
    });
    expect(chat.requests[0]?.text).toContain('A test alert of Concierge');
  });

  it('leave nothing of their address in the log, in the database and in what is shown', async () => {
    await using chat = await startVendor(() => ({ status: 200, drop: true }));
    const core = aProcess({ ...chatSettings(chat), ALERT_TO: '' });
    await raiseAlert(core, alert);
    await round('sent alerts', core);
    const failure: unknown = await testAlerts(core).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'unavailable', hint: textWith('not tried again by itself') });
    const shown = createConnectorParts(core.config, createConnectors(core.config)).list();
    const rows = await database.query('select * from alerts');
    expect(rows).toMatchObject([{ failure: textWith(chat.host) }]);
    const all = JSON.stringify([database.logged, rows, failure, String(failure), shown]);
    expect(all).toContain('an alert could not be sent');
    expect(all).not.toContain('hidden-word');
  });
});
