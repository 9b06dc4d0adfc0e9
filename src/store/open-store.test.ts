import { describe, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { createLog } from '../base/log.ts';
import { Secret } from '../base/secret.ts';
import { openStore } from './open-store.ts';

const log = createLog({ level: 'silent' });

describe('opening the store', () => {
  it('makes the tables in a schema of their own, once, and leaves what is in them', async () => {
    await using database = await openTestStore();
    await database.query(`insert into installation (name, value) values ('portal', 'x')`);
    const again = await openStore({ connectionString: database.url, log });
    expect(await again.db.selectFrom('installation').selectAll().execute()).toEqual([{ name: 'portal', value: 'x' }]);
    await again.close();
    const schemas = await database.query(
      `select distinct table_schema from information_schema.tables where table_name in ('runs', 'installation')`,
    );
    expect(schemas).toEqual([{ table_schema: 'concierge' }]);
  });

  it('is safe when several processes do it at once on an empty database', async () => {
    await using database = await openTestStore();
    await database.query('drop schema concierge cascade');
    const opened = await Promise.all([1, 2, 3].map(() => openStore({ connectionString: database.url, log })));
    for (const store of opened) {
      expect(await store.db.selectFrom('runs').selectAll().execute()).toEqual([]);
      await store.close();
    }
  });

  it('refuses a database that a newer version wrote, and changes nothing in it', async () => {
    await using database = await openTestStore();
    await database.query(
      `insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2031-01-01T00:00:00.000Z')`,
    );
    await expect(openStore({ connectionString: database.url, log })).rejects.toMatchObject({
      kind: 'invalid-config',
      message: 'The database belongs to a newer version of Concierge.',
      hint: anyText,
    });
    expect(await database.query('select count(*)::int as runs from runs')).toEqual([{ runs: 0 }]);
  });

  it('says when the database cannot be reached, and never its password', async () => {
    const connectionString = new Secret('postgresql://concierge:hush@127.0.0.1:1/concierge');
    const error = await openStore({ connectionString, log }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'invalid-config', message: textWith('could not be opened') });
    expect(String(error)).not.toContain('hush');
  });
});

describe('a lost connection', () => {
  it('is logged, does not end the process, and is replaced', async () => {
    await using database = await openTestStore();
    const { store } = database;
    // One connection idle in the pool, one in use.
    const inUse = await store.pool.connect();
    await store.pool.query('select 1');
    expect(await database.endConnections()).toBe(2);
    await expect(inUse.query('select 1')).rejects.toThrow();
    inUse.release(true);
    await expect.poll(() => database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await expect.poll(() => database.logged.join('')).toContain('database connection lost');
  });

  it('is no news when the store is being closed', async () => {
    await using database = await openTestStore();
    const { store } = database;
    const inUse = await store.pool.connect();
    const lost = new Promise((resolve) => inUse.once('error', resolve));
    const closed = store.close();
    await database.endConnections();
    await lost;
    inUse.release(true);
    await closed;
    expect(database.logged).toEqual([]);
  });
});
