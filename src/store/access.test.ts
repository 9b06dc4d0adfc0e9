import { expect, it } from 'vitest';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { createAccessRecords } from './access.ts';

const expiresAt = new Date('2031-01-01T00:00:00.000Z');
const pass = { hash: 'h1', name: 'browser', role: 'admin', expiresAt } as const;

it('keeps tokens by their hash, and counts them', async () => {
  await using database = await openTestStore();
  const access = createAccessRecords(database.store.db);
  const token = { hash: 't1', name: 'crm', role: 'operator', createdAt: new Date('2026-07-01T00:00:00.000Z') } as const;
  expect(await access.countTokens()).toBe(0);
  await access.insertToken(token);
  expect(await access.countTokens()).toBe(1);
  expect(await access.findTokenByHash('t1')).toEqual(token);
  expect(await access.findTokenByHash('t2')).toBeUndefined();
});

it('keeps a session until it is deleted', async () => {
  await using database = await openTestStore();
  const access = createAccessRecords(database.store.db);
  await access.insertSession(pass);
  expect(await access.findSession('h1')).toEqual(pass);
  await access.deleteSession('h1');
  expect(await access.findSession('h1')).toBeUndefined();
});

it('gives a login code to one taker, however many come at once', async () => {
  await using database = await openTestStore();
  const access = createAccessRecords(database.store.db);
  await access.insertLoginCode(pass);
  const taken = await Promise.all(Array.from({ length: 6 }, () => access.takeLoginCode('h1')));
  expect(taken.filter((one) => one !== undefined)).toEqual([pass]);
});

it('is a defect when a role is none of ours', async () => {
  await using database = await openTestStore();
  await database.query(`insert into tokens (hash, name, role) values ('t1', 'x', 'god')`);
  const access = createAccessRecords(database.store.db);
  await expect(access.findTokenByHash('t1')).rejects.toMatchObject({ kind: 'defect' });
});
