import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import pg from 'pg';
import { dumpDatabase } from '../support/database-dump.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import { startMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';

const Report = z.object({ pseudonym: z.string(), removed: z.array(z.string()), remains: z.array(z.string()) });

let mail: Awaited<ReturnType<typeof startMailServer>>;
let installation: Installation;

beforeAll(async () => {
  mail = await startMailServer();
  installation = await createInstallation({ smtpUrl: mail.url });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
});

async function query(statement: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: installation.database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

it('forgets a person in all tables and in the journal of steps, and says what it cannot', async () => {
  const person = await installation.portal.addPerson({ firstName: 'Wilhelmina', lastName: 'Forgettable' });
  const another = await installation.portal.addPerson({ firstName: 'Ottoline', lastName: 'Remembered' });
  for (const { email } of [person, another])
    expect((await installation.command(['apply', 'home-room', '--person', email, '--json'])).code).toBe(0);
  const before = (await dumpDatabase(installation.database.url)).toLowerCase();
  const terms = [person.id, person.email, 'Wilhelmina Forgettable'].map((term) => term.toLowerCase());
  for (const term of terms) expect(before).toContain(term);

  const { code, stdout } = await installation.command(['forget', person.email, '--yes', '--json']);
  expect(code).toBe(0);
  const { pseudonym, removed, remains } = Report.parse(JSON.parse(stdout));
  expect(removed).toEqual(expect.arrayContaining(['1 runs', '1 kept rooms', '1 journals of steps']));
  expect(remains.join('\n')).toContain('in the portal');
  const after = (await dumpDatabase(installation.database.url)).toLowerCase();
  for (const term of terms) expect(after).not.toContain(term);
  expect(after).toContain(pseudonym);
  expect(after).toContain('ottoline remembered');
});

it('deletes the journal of steps with the runs that have been over for so many days', async () => {
  const person = await installation.portal.addPerson({ firstName: 'Overdue' });
  await installation.command(['apply', 'home-room', '--person', person.email, '--json']);
  // A second run finds nothing to do: no kept room is asked about by it.
  const { stdout } = await installation.command(['apply', 'home-room', '--person', person.email, '--json']);
  const { id } = z.looseObject({ id: z.string() }).parse(JSON.parse(stdout));
  const journal = `select 1 from dbos.operation_outputs where workflow_uuid = $1`;
  expect(await query(journal, [`${id}.1`])).not.toEqual([]);
  await query(`update concierge.runs set ended_at = ended_at - interval '10 days' where id = $1`, [id]);
  await query(`update dbos.workflow_status set completed_at = completed_at - 10 * 86400000 where workflow_uuid = $1`, [
    `${id}.1`,
  ]);
  await using service = await installation.start({ RETENTION_DAYS: '7' });
  await waitFor(
    'the end of the run',
    async () => (await query('select 1 from concierge.runs where id = $1', [id])).length === 0,
  );
  await waitFor('the end of its journal', async () => (await query(journal, [`${id}.1`])).length === 0);
  expect(await query(`select 1 from concierge.runs where subject = $1`, [`person:${person.id}`])).toHaveLength(1);
  expect(await query(`select 1 from concierge.audit where kind = 'retention'`)).not.toEqual([]);
  await service.stop();
});
