import { expect, test } from 'vitest';
import { demoIds } from '../seed/demo-ids.ts';
import { aSandbox } from './a-sandbox.ts';

const room = { title: 'One more', roomType: 5 };

test('the tariff has a number of rooms: one more is 402, and taking one out of the Archive fails later', async () => {
  await using portal = await aSandbox();
  expect((await portal.control('POST limits', { rooms: 5 })).json).toMatchObject({ rooms: 5, roomQuotas: true });
  expect((await portal.api('POST files/rooms', room)).status).toBe(402);
  const bakery = demoIds.rooms.bakery;
  expect((await portal.api(`PUT files/rooms/${bakery}/unarchive`, {})).status).toBe(200);
  const [operation] = [(await portal.api('GET files/fileops')).json['response']].flat();
  expect(operation).toMatchObject({ finished: true, error: 'The number of rooms exceeds the tariff: 5' });
  expect((await portal.api(`GET files/rooms/${bakery}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
  expect((await portal.control('POST limits', { rooms: null })).json).toMatchObject({ rooms: null });
  expect((await portal.api('POST files/rooms', room)).status).toBe(200);
});

test('the portal’s quota bounds that of a room, and room quotas can be switched off', async () => {
  await using portal = await aSandbox();
  await portal.control('POST limits', { tenantQuota: 1000 });
  expect((await portal.api('POST files/rooms', { ...room, quota: 1001 })).status).toBe(403);
  await portal.control('POST limits', { roomQuotas: false });
  const made = await portal.api('POST files/rooms', { ...room, quota: 1001 });
  expect(made.status).toBe(200);
  expect(made.json['response']).not.toHaveProperty('quotaLimit');
});

test('enforced limits refuse with 429 and nothing else, for each person, and only for the API', async () => {
  await using portal = await aSandbox({ enforceLimits: true });
  const other = await portal.keyOf('lena.fischer@halden-moor.example');
  expect((await portal.control('GET limits')).json).toMatchObject({
    ...{ enforce: true, requestsPerMinute: 1500, concurrentReads: 50, concurrentWrites: 15 },
    ...{ writesPerDay: 10_000, emailInvitationsPerDay: null },
  });
  await portal.control('POST limits', { requestsPerMinute: 1 });
  expect((await portal.api('GET people/@self')).status).toBe(200);
  const refused = await portal.api('GET people/@self');
  expect(refused).toMatchObject({ status: 429, text: '' });
  expect(refused.headers.get('x-ratelimit-limit')).toBe('1');
  expect(refused.headers.get('retry-after')).toBeNull();
  expect((await portal.api('GET people/@self', undefined, other)).status).toBe(200);
  expect((await portal.api('GET people/@self', undefined, 'sk-nobody')).status).toBe(401);
  expect((await portal.api('GET people/@self', undefined, 'sk-nobody')).status).toBe(429);
  expect((await portal.control('POST people', { firstName: 'A', lastName: 'B', email: 'a@b.example' })).status).toBe(
    200,
  );
  expect((await portal.control('GET calls')).json).toMatchObject({
    calls: [{ status: 200 }, { status: 429, operation: 'getSelfProfile' }, {}, {}, {}],
  });
});

test('calls under way fill the places, and a refused one uses up no fault', async () => {
  await using portal = await aSandbox();
  await portal.control('POST limits', { enforce: true, concurrentReads: 1 });
  await portal.control('POST faults', { match: { operation: 'getSelfProfile' }, fault: { hold: 'before' } });
  const held = portal.api('GET people/@self');
  await expect.poll(async () => (await portal.control('GET faults')).json).toMatchObject({ faults: [{ hits: 1 }] });
  expect((await portal.api('GET people/@self')).status).toBe(429);
  expect((await portal.api('POST files/tags', { name: 'a' })).status).toBe(200);
  expect((await portal.control('GET faults')).json).toMatchObject({ faults: [{ seen: 1 }] });
  await portal.control('DELETE faults');
  expect((await held).status).toBe(200);
  expect((await portal.api('GET people/@self')).status).toBe(200);
});

test('e-mails in a body are counted, and the API still reads that body', async () => {
  await using portal = await aSandbox();
  await portal.control('POST limits', { enforce: true, emailInvitationsPerDay: 1 });
  const invite = (email: string) =>
    portal.api(`PUT files/rooms/${demoIds.rooms.press}/share`, { invitations: [{ email, access: 11 }] });
  expect((await invite('a@b.example')).status).toBe(200);
  const refused = await invite('c@d.example');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000);
  expect((await portal.api('GET people/email?email=a@b.example')).status).toBe(200);
  await portal.control('PUT clock', { advanceMs: 86_400_000 });
  expect((await invite('c@d.example')).status).toBe(200);
});

test('a room from a template takes as long as is asked for, or fails; a reset makes it smooth again', async () => {
  await using portal = await aSandbox();
  const make = (title: string) =>
    portal.api('POST files/rooms/fromTemplate', { templateId: demoIds.roomTemplates.clientRoom, title });
  expect((await portal.control('POST templates', { delayMs: 600_000 })).json).toEqual({
    delayMs: 600_000,
    fail: false,
  });
  await make('Slow');
  const status = await portal.api('GET files/rooms/fromTemplate/status');
  expect(status.json).toMatchObject({ response: { roomId: -1, isCompleted: false } });
  await portal.control('POST reset');
  expect((await portal.control('GET templates')).json).toEqual({ delayMs: 0, fail: false });
  await portal.control('POST templates', { fail: true });
  await make('Doomed');
  expect((await portal.api('GET files/rooms/fromTemplate/status')).json).toMatchObject({
    response: { roomId: -1, isCompleted: true },
  });
  expect((await portal.control('POST templates', { delayMs: -1 })).status).toBe(400);
});

test('a reset takes all limits away', async () => {
  await using portal = await aSandbox();
  await portal.control('POST limits', { enforce: true, requestsPerMinute: 0, rooms: 0 });
  expect((await portal.api('GET people/@self')).status).toBe(429);
  await portal.control('POST reset');
  expect((await portal.control('GET limits')).json).toMatchObject({ enforce: false, rooms: null });
  expect((await portal.control('POST limits', { request: 1 })).status).toBe(400);
});
