import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { waitFor } from '../support/wait-for.ts';
import pg from 'pg';
import { textWith } from '../support/matchers.ts';

const Hooks = z.array(z.object({ configs: z.looseObject({ id: z.int(), uri: z.string(), enabled: z.boolean() }) }));
const CaughtUp = z.object({ missed: z.number() });
const Log = z.array(z.object({ status: z.int(), delivery: z.string().optional() }));

async function hooksOf({ portal }: Installation) {
  return Hooks.parse(await portal.asOwner('GET settings/webhook')).map(({ configs }) => configs);
}

/** An installation that may look after the portal's webhooks itself, and has no secret of its own. */
async function createWatched(retries: { readonly retryDelaysMs?: readonly number[] } = {}): Promise<Installation> {
  const installation = await createInstallation({ env: { DOCSPACE_WEBHOOK_SECRET: '' }, ...retries });
  const env = { DOCSPACE_ADMIN_KEY: installation.portal.ownerKey };
  return {
    ...installation,
    start: (more, name) => installation.start({ ...env, ...more }, name),
    command: (args, more) => installation.command(args, { ...env, ...more }),
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  };
}

async function registered(installation: Installation): Promise<void> {
  await waitFor('our webhook', async () => (await hooksOf(installation)).length === 1);
}

async function query({ database }: Installation, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function command(installation: Installation, args: readonly string[], code = 0): Promise<unknown> {
  const outcome = await installation.command([...args, '--json']);
  expect([outcome.code, outcome.stderr]).toEqual([code, '']);
  const answer: unknown = JSON.parse(outcome.stdout);
  return answer;
}

describe.concurrent('what nobody told', () => {
  it('a webhook is registered by itself, and its secret can be made anew while deliveries come', async () => {
    await using installation = await createWatched();
    const service = await installation.start();
    await registered(installation);
    await settledRun(await installation.portal.addPerson({ firstName: 'First' }), service);
    await command(installation, ['webhook', 'rotate']);
    await settledRun(await installation.portal.addPerson({ firstName: 'Second' }), service);
    expect(await command(installation, ['webhook', 'status'])).toMatchObject({
      by: 'webhook',
      portal: { isRegistered: true, enabled: true, faults: [] },
    });
    await command(installation, ['webhook', 'remove']);
    expect(await hooksOf(installation)).toEqual([]);
    await command(installation, ['webhook', 'register']);
    await settledRun(await installation.portal.addPerson({ firstName: 'Third' }), service);
  });

  it('deliveries that came while nothing ran are taken in from the journal of the portal', async () => {
    await using installation = await createWatched({ retryDelaysMs: [] });
    const first = await installation.start();
    await registered(installation);
    await first.stop();
    const people = [await installation.portal.addPerson({ firstName: 'Missed' })];
    people.push(await installation.portal.addPerson({ firstName: 'Missed' }));
    const log = await waitFor('the portal to give up', async () => {
      const tried = Log.parse(await installation.portal.asOwner('GET settings/webhooks/log'));
      return tried.length === 2 && tried.every(({ delivery }) => delivery !== undefined) && tried;
    });
    expect(log.map(({ status }) => status)).toEqual([0, 0]);
    const service = await installation.start();
    for (const person of people) expect(await settledRun(person, service)).toMatchObject({ state: 'done' });
    // That rooms were made is told too, perhaps only now.
    await waitFor(
      'a catch-up that finds nothing more',
      async () => CaughtUp.parse(await command(installation, ['webhook', 'catch-up'])).missed === 0,
    );
  });

  it('a portal that delivers nothing is polled, and it is said why', async () => {
    await using installation = await createInstallation({ env: { DOCSPACE_WEBHOOK_SECRET: '', PORTAL_POLL: 'auto' } });
    const service = await installation.start();
    expect((await service.request('/readyz')).status).toBe(200);
    const status = await command(installation, ['webhook', 'status'], 3);
    expect(status).toMatchObject({ by: 'polling', why: textWith('secret') });
    await foundByPolling(installation, service);
  });
});

/** The first round learns what there is; the next one finds the person, and is made due before its minute is over. */
async function foundByPolling(installation: Installation, service: ServiceProcess): Promise<void> {
  const polls = () => query(installation, `select 1 from concierge.polled where kind = 'person' limit 1`);
  await waitFor('the first round', async () => (await polls()) === 1);
  const person = await installation.portal.addPerson({ firstName: 'Untold' });
  await query(installation, `update concierge.duties set due_at = now() where name = 'found by polling'`);
  expect(await settledRun(person, service)).toMatchObject({ state: 'done', cause: { kind: 'poll' } });
}
