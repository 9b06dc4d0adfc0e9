import { afterAll, beforeAll, expect, it } from 'vitest';
import { settingDescriptions, Settings } from '../../src/config/settings.ts';
import { findFreePort } from '../support/free-port.ts';
import { createInstallation, type Installation, runsFor, settledRun } from '../support/installation.ts';
import type { Environment } from '../support/child-process.ts';
import type { TestPerson } from '../support/test-portal.ts';
import { dumpDatabase } from '../support/database-dump.ts';
import { waitFor } from '../support/wait-for.ts';

let installation: Installation;
let person: TestPerson;

beforeAll(async () => {
  installation = await createInstallation();
  person = await installation.portal.addPerson({ firstName: 'Refused' });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

/** What a person reads who applies with such settings: one sentence, one hint. */
async function refusal(env: Environment) {
  const { code, stdout, stderr } = await installation.command(['apply', 'home-room', '--person', person.id], env);
  const lines = (stdout + stderr).trim().split('\n');
  return { code, lines };
}

async function expectNoRoom(): Promise<void> {
  expect(await installation.portal.rooms(`Home – ${person.name}`)).toEqual([]);
}

it('says that the portal cannot be reached', async () => {
  await using elsewhere = await createInstallation({
    env: { DOCSPACE_BASE_URL: `http://127.0.0.1:${await findFreePort()}` },
  });
  const { code, stdout, stderr } = await elsewhere.command(['apply', 'home-room', '--person', person.id]);
  expect(code).toBe(5);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error: .*cannot be reached.*\nhint: .*DOCSPACE_BASE_URL.*\n$/);
});

it('says that the key is wrong', async () => {
  const { code, lines } = await refusal({ DOCSPACE_API_KEY: 'sk-wrong' });
  expect(code).toBe(4);
  expect(lines).toEqual([
    expect.stringMatching(/^error: .*does not accept the API key/),
    expect.stringMatching(/^hint: Check the API key/),
  ]);
  await expectNoRoom();
});

it.each([
  { permissions: ['files:write', 'accounts:read', 'accounts.self:read'], scope: 'rooms:write' },
  { permissions: ['rooms:write', 'accounts:read', 'accounts.self:read'], scope: 'files:read' },
  { permissions: ['rooms:write', 'files:write', 'accounts.self:read'], scope: 'accounts:read' },
  { permissions: ['rooms:write', 'files:write', 'accounts:read'], scope: 'accounts.self:read' },
])('says that the key lacks the scope $scope', async ({ permissions, scope }) => {
  const { portal } = installation;
  const key = await portal.sandbox.keyOf(portal.ids.people.owner, permissions);
  const { code, lines } = await refusal({ DOCSPACE_API_KEY: key });
  expect(code).toBe(4);
  expect(lines.join('\n')).toContain(`Give the API key the scope ${scope}, or use one without restrictions.`);
  await expectNoRoom();
});

it.each(['aiko', 'greta'] as const)("says that the key's owner may not create rooms: %s", async (who) => {
  const { portal } = installation;
  const key = await portal.sandbox.keyOf(portal.ids.people[who]);
  const { code, lines } = await refusal({ DOCSPACE_API_KEY: key });
  expect(code).toBe(4);
  expect(lines[0]).toMatch(
    /^failed: .*: The API key belongs to .* who may neither see other accounts nor create rooms\.$/,
  );
  expect(lines[1]).toContain('only they may create rooms');
  await expectNoRoom();
});

it('makes a room with a key of the scopes that the settings ask for', async () => {
  const { portal } = installation;
  const other = await portal.addPerson({ firstName: 'Scoped' });
  const about = settingDescriptions.get(Settings.shape.DOCSPACE_API_KEY)?.about ?? '';
  const permissions = about.match(/[a-z.]+:(read|write)/g) ?? [];
  expect(permissions.length).toBeGreaterThan(2);
  const key = await portal.sandbox.keyOf(portal.ids.people.owner, permissions);
  const { code } = await installation.command(['apply', 'home-room', '--person', other.id], { DOCSPACE_API_KEY: key });
  expect(code).toBe(0);
  expect(await portal.rooms(`Home – ${other.name}`)).toHaveLength(1);
});

it('ends the run of an event with the same sentence, and keeps the room for a retry', async () => {
  const { portal } = installation;
  const key = await portal.sandbox.keyOf(portal.ids.people.owner, [
    'files:write',
    'accounts:read',
    'accounts.self:read',
  ]);
  const service = await installation.start({ DOCSPACE_API_KEY: key });
  await portal.registerWebhook(service.url);
  const other = await portal.addPerson({ firstName: 'Later' });
  const run = await settledRun(other, service);
  expect(run).toMatchObject({ state: 'failed', error: { kind: 'forbidden' } });
  expect(run.error?.hint).toContain('rooms:write');
  await service.kill9();

  await using mended = await installation.start();
  const { code } = await installation.command(['runs', 'retry', run.id]);
  expect(code).toBe(0);
  expect(await settledRun(other, mended)).toMatchObject({ id: run.id, state: 'done' });
});

it('names the group that the key may not read', async () => {
  const { portal } = installation;
  await using service = await installation.start();
  await portal.fault({ operation: 'getGroup', times: 1_000 }, { status: 403 });
  const other = await portal.addPerson({ firstName: 'Patient' });
  const run = await settledRun(other, service);
  await portal.clearFaults();
  expect(run).toMatchObject({ state: 'failed', error: { kind: 'forbidden' } });
  expect(run.error?.message).toContain(`Group ${portal.ids.groups.people}`);
});

it('does the run without a mail server and keeps the mail', async () => {
  const { portal } = installation;
  await using service = await installation.start();
  const other = await portal.addPerson({ firstName: 'Unwritten' });
  const run = await settledRun(other, service);
  expect(run.state).toBe('done');
  expect(run.remarks).toEqual([`mail "Welcome to DocSpace" to ${other.email} was not sent: no mail server is set`]);
  const shown = await installation.command(['runs', 'show', run.id]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('was not sent: no mail server is set');
  const journal = await dumpDatabase(installation.database.url);
  expect(journal).toContain('Hello Unwritten, your personal home room has been created.');
});

it('lets a run wait while the portal fails, and goes on when somebody asks', async () => {
  const { portal } = installation;
  await using service = await installation.start();
  await portal.fault({ operation: 'getProfileByUserId', times: 1_000 }, { status: 503 });
  const other = await portal.addPerson({ firstName: 'Patient' });
  const waiting = await waitFor('a run that waits', async () => {
    const [run] = await runsFor(other, service);
    return run?.state === 'waiting' && run;
  });
  await portal.clearFaults();
  expect(waiting.reason).toContain('the portal failed (503)');
  await service.api(`/api/runs/${waiting.id}/retry`, { method: 'POST' });
  expect(await settledRun(other, service)).toMatchObject({ id: waiting.id, state: 'done' });
});
