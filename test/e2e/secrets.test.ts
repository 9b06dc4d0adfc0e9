import { expect, it } from 'vitest';
import * as z from 'zod';
import { dumpDatabase } from '../support/database-dump.ts';
import { createInstallation, settledRun } from '../support/installation.ts';
import { testSecrets } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';

const mailPassword = 'smtp-pass-71c0e4b9';

it('keeps secrets out of logs, answers, pages and the database', async () => {
  await using mail = await startMailServer({ login: { user: 'concierge', password: mailPassword } });
  await using installation = await createInstallation({ smtpUrl: mail.url, env: { LOG_LEVEL: 'debug' } });
  const { portal } = installation;
  const service = await installation.start();
  await portal.registerWebhook(service.url);
  const person = await portal.addPerson({ firstName: 'Secret' });
  const run = await settledRun(person, service);
  expect(run.state).toBe('done');

  // A link that somebody makes is in what later runs read.
  const invitation = { access: 2, linkType: 0, title: 'Come in' };
  const link = z
    .object({ sharedLink: z.object({ shareLink: z.string() }) })
    .parse(await portal.asOwner(`PUT files/rooms/${run.room?.id ?? 0}/links`, invitation)).sharedLink.shareLink;
  const again = await installation.command(['apply', 'home-room', '--person', person.id, '--json']);
  expect(again.code).toBe(0);
  // A refused delivery, a wrong key and a wrong token are logged too.
  await service.request('/docspace/webhook', { method: 'POST', body: '{}' });
  await service.request('/api/runs', { headers: { authorization: 'Bearer token-of-a-stranger' } });
  const wrong = await installation.command(['apply', 'home-room', '--person', person.id], {
    DOCSPACE_API_KEY: 'sk-wrong-but-still-secret',
    LOG_LEVEL: 'debug',
  });
  const list = await installation.command(['runs', 'list', '--json']);
  const show = await installation.command(['runs', 'show', run.id, '--json']);
  const token = { authorization: `Bearer ${testSecrets.apiToken}`, accept: 'text/html' };
  const pages = await Promise.all(
    ['/', `/runs/${run.id}`].map(async (path) => (await service.request(path, { headers: token })).text()),
  );
  const answers = JSON.stringify([await service.api('/api/runs'), await service.api(`/api/runs/${run.id}`)]);
  const database = await dumpDatabase(installation.database.url);
  await service.stop();

  const commands = [again, wrong, list, show].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  const places = { logs: service.child.stderr(), ready: service.child.stdout(), commands, answers, database };
  const all = { ...places, pages: pages.join('\n') };
  // What is looked through is what it should be.
  for (const place of [commands, answers, database, all.pages]) expect(place).toContain(run.id);
  expect(all.logs).toContain('portal call');
  expect(database).toContain('dbos.operation_outputs');

  const secrets = {
    apiKey: portal.ownerKey,
    wrongKey: 'sk-wrong-but-still-secret',
    webhookSecret: testSecrets.webhook,
    apiToken: testSecrets.apiToken,
    strangersToken: 'token-of-a-stranger',
    mailPassword,
    databasePassword: decodeURIComponent(new URL(installation.database.url).password),
    shareLink: link,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(8);
    const found = Object.entries(all).filter(([, text]) => text.includes(secret));
    expect([name, ...found.map(([place]) => place)]).toEqual([name]);
  }
});
