import { expect, test } from 'vitest';
import * as z from 'zod';
import { aSandbox, type TestSandbox } from './a-sandbox.ts';

const room = { title: 'Made', roomType: 5 };
const Listed = z.object({ folders: z.array(z.object({ title: z.string() })) });

async function roomTitles(portal: TestSandbox): Promise<string[]> {
  const { json } = await portal.api('GET files/rooms');
  return Listed.parse(json['response']).folders.map(({ title }) => title);
}

/** When the only room was made. */
function madeAt({ sandbox }: TestSandbox): number {
  const [made] = [...sandbox.world.portal.state.folders.values()].filter((folder) => folder.room);
  return Date.parse(made?.created ?? '');
}

async function addFault(portal: TestSandbox, operation: string, fault: Record<string, unknown>): Promise<void> {
  const added = await portal.control('POST faults', { match: { operation }, fault });
  expect(added.status).toBe(200);
}

test('a status comes with its headers, in place of a call that has no effect', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  await addFault(portal, 'createRoom', { status: 429, headers: { 'Retry-After': '7', 'X-RateLimit-Limit': '10000' } });
  const { status, headers, text } = await portal.api('POST files/rooms', room);
  expect({ status, text }).toEqual({ status: 429, text: '' });
  expect([headers.get('retry-after'), headers.get('x-ratelimit-limit')]).toEqual(['7', '10000']);
  expect(await roomTitles(portal)).toEqual([]);
});

test('with the moment "after", a status hides that the call has had its effect', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  await addFault(portal, 'createRoom', { status: 502, body: { from: 'a proxy' }, moment: 'after' });
  expect(await portal.api('POST files/rooms', room)).toMatchObject({ status: 502, json: { from: 'a proxy' } });
  expect(await roomTitles(portal)).toEqual(['Made']);
});

test('a late call has its effect after its connection has ended', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  await addFault(portal, 'createRoom', { lateMs: 300 });
  const sentAt = Date.now();
  await expect(portal.api('POST files/rooms', room)).rejects.toThrow();
  await expect.poll(() => roomTitles(portal)).toEqual(['Made']);
  expect(madeAt(portal) - sentAt).toBeGreaterThan(250);
});

test('of a truncated reply the first half comes, with the right status, as if that were all', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  const whole = (await portal.api('GET people/@self')).text;
  await portal.control('POST faults', { match: { operation: 'getSelfProfile' }, fault: { truncate: true } });
  const response = await fetch(`${portal.sandbox.url}/api/2.0/people/@self`, {
    headers: { authorization: `Bearer ${portal.sandbox.apiKey}` },
  });
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(text).toBe(whole.slice(0, whole.length / 2));
});

test('a slow operation is under way in the list until its time is over, and only that one', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  const ids: number[] = [];
  for (let number = 0; number < 2; number++) {
    const made = await portal.api('POST files/rooms', room);
    ids.push(z.object({ id: z.number() }).parse(made.json['response']).id);
  }
  await addFault(portal, 'archiveRoom', { operationMs: 60_000 });
  const [slow, quick] = [
    await portal.api(`PUT files/rooms/${ids[0] ?? 0}/archive`, { deleteAfter: false }),
    await portal.api(`PUT files/rooms/${ids[1] ?? 0}/archive`, { deleteAfter: false }),
  ];
  expect(slow.json).toMatchObject({ response: { finished: false } });
  expect(quick.status).toBe(200);
  await expect.poll(() => roomTitles(portal)).toHaveLength(1);
  expect((await portal.api(`GET files/rooms/${ids[0] ?? 0}`)).json).toMatchObject({ response: { rootFolderType: 14 } });
  expect((await portal.api(`GET files/rooms/${ids[1] ?? 0}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('a delayed call is answered rightly, only later', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  await addFault(portal, 'createRoom', { delayMs: 300 });
  const sentAt = Date.now();
  expect(await portal.api('POST files/rooms', room)).toMatchObject({
    status: 200,
    json: { response: { title: 'Made' } },
  });
  expect(madeAt(portal) - sentAt).toBeGreaterThan(250);
});
