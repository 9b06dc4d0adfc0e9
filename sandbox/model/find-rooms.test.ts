import { expect, test } from 'vitest';
import { aSandbox } from '../control/a-sandbox.ts';

test('with a lag, filterValue misses a room that is younger, while listings and other filters have it', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  const total = async (query: string) => (await portal.api(`GET files/rooms?${query}`)).json['response'];
  await portal.api('POST files/rooms', { title: 'Young room', roomType: 2, tags: ['young'] });
  expect(await total('filterValue=young')).toMatchObject({ total: 1 });

  expect((await portal.control('PUT search', { lagMs: 60_000 })).json).toEqual({ lagMs: 60_000 });
  expect(await total('filterValue=young')).toMatchObject({ total: 0 });
  expect(await total('')).toMatchObject({ total: 1 });
  expect(await total('tags=["young"]')).toMatchObject({ total: 1 });

  await portal.control('PUT clock', { advanceMs: 60_000 });
  expect(await total('filterValue=young')).toMatchObject({ total: 1 });
});

test('a reset ends the lag, and a lag that is none is refused', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  await portal.control('PUT search', { lagMs: 5 });
  expect((await portal.control('PUT search', { lagMs: -1 })).status).toBe(400);
  expect((await portal.control('GET search')).json).toEqual({ lagMs: 5 });
  await portal.control('POST reset');
  expect((await portal.control('GET search')).json).toEqual({ lagMs: 0 });
});
