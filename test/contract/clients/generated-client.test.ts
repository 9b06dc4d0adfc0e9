import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf } from '../../../sandbox/model/a-portal.ts';
import { putAccount } from '../../../sandbox/model/state.ts';

// A program with the habits of the vendor's TypeScript SDK, and of the API tests that are written with it: enums are
// numbers, a missing body is `{}` or none at all, failures are told by their status, jobs are polled until they are over.

async function signIn() {
  const portal = aPortal();
  putAccount(portal.portal.state, { ...portal.owner, password: 'correct-horse' });
  const credentials = { userName: portal.owner.email, password: 'correct-horse' };
  const { token, expires } = responseOf(await portal.call(undefined, 'POST authentication', credentials));
  const headers = { authorization: `Bearer ${z.string().parse(token)}`, 'content-type': 'application/json' };
  const ask = (operation: string, body?: unknown) =>
    portal.send(operation, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return { ...portal, ask, expires };
}

test('a sign-in gives a token for the header of every call', async () => {
  const { ask, expires, owner } = await signIn();
  expect(z.iso.datetime().safeParse(expires).success).toBe(true);
  expect(responseOf(await ask('GET people/@self'))).toMatchObject({ id: owner.id, email: owner.email });
});

test('a key is answered once in full, and works for what it is allowed', async () => {
  const { ask, send } = await signIn();
  const made = responseOf(await ask('POST keys', { name: 'Tests', permissions: ['rooms:read'], expiresInDays: 1 }));
  const headers = { authorization: `Bearer ${z.string().parse(made['key'])}` };
  expect((await send('GET files/rooms', { headers })).status).toBe(200);
  expect(await send('GET people', { headers })).toMatchObject({ status: 403, text: '' });
  expect(responseOf(await send('GET keys/@self', { headers }))).toMatchObject({ name: 'Tests', isActive: true });
  expect(listOf(await ask('GET keys'))[0]?.['key']).toMatch(/^sk-\*\*\*/);
});

test('enums are numbers in both directions, and switches take a body of nothing', async () => {
  const { ask, person } = await signIn();
  const member = await ask('POST people/active', { email: 'gus@client.example', type: 2, firstName: 'Gus' });
  expect(responseOf(member)).toMatchObject({ isVisitor: true, status: 1 });
  const room = idOf(await ask('POST files/rooms', { title: 'Autotest', roomType: 8, indexing: true }));
  const invitations = [{ id: person('ulf', 'user').id, access: 2 }];
  await ask(`PUT files/rooms/${room}/share`, { invitations, notify: false });
  expect(listOf(await ask(`GET files/rooms/${room}/share?filterType=0`))).toMatchObject([
    { access: 1, isOwner: true, subjectType: 0 },
    { access: 2, isOwner: false, subjectType: 0, canEditAccess: true, canRevoke: false },
  ]);
  for (const path of ['displayfileextension', 'displayrecent', 'storeoriginal', 'thirdparty', 'settings/external']) {
    expect(z.object({ response: z.boolean() }).safeParse((await ask(`PUT files/${path}`)).json).success).toBe(true);
  }
});

test('a file operation is polled by its id until it is over', async () => {
  const { ask } = await signIn();
  const room = idOf(await ask('POST files/rooms', { title: 'Autotest', roomType: 5 }));
  const started = responseOf(await ask(`PUT files/rooms/${room}/archive`, { deleteAfter: false }));
  expect(started).toMatchObject({ Operation: 0, finished: false });
  const polled = listOf(await ask(`GET files/fileops?id=${String(started['id'])}`));
  expect(polled).toMatchObject([{ id: started['id'], finished: true, error: '', status: 2 }]);
  expect(responseOf(await ask(`GET files/rooms/${room}`))).toMatchObject({ rootFolderType: 20 });
});

test('jobs of templates and people say when they are completed', async () => {
  const { ask, person } = await signIn();
  const room = idOf(await ask('POST files/rooms', { title: 'Autotest', roomType: 5 }));
  await ask('POST files/roomtemplate', { roomId: room, title: 'Template' });
  const template = responseOf(await ask('GET files/roomtemplate/status'));
  expect(template).toMatchObject({ isCompleted: true, progress: 100 });
  await ask('POST files/rooms/fromTemplate', { templateId: template['templateId'], title: 'From template' });
  expect(responseOf(await ask('GET files/rooms/fromTemplate/status'))).toMatchObject({ isCompleted: true });
  const rosa = person('rosa', 'room-admin');
  await ask('PUT people/status/2', { userIds: [rosa.id] });
  const { id } = responseOf(await ask('GET people/@self'));
  const job = responseOf(await ask('POST people/reassign/start', { fromUserId: rosa.id, toUserId: id }));
  expect(job).toMatchObject({ isCompleted: false, error: '' });
  expect(responseOf(await ask(`GET people/reassign/progress/${rosa.id}`))).toMatchObject({
    isCompleted: true,
    percentage: 100,
    error: '',
    status: 2,
  });
});

test('failures have their status: nobody 401, without the right 403, unknown 404, not valid 400', async () => {
  const { ask, call, send, person } = await signIn();
  const ulf = person('ulf', 'user');
  expect(await send('GET people/@self', {})).toMatchObject({ status: 401, text: '' });
  const room = idOf(await ask('POST files/rooms', { title: 'Room', roomType: 5 }));
  const refusals = [
    ['POST files/tags', { name: 'Tag' }, 'Access denied'],
    ['POST files/rooms', { title: 'Room', roomType: 5 }, "You don't have enough permission to create"],
    [`PUT files/rooms/${room}`, { title: 'Mine' }, "You don't have permission to edit the room"],
    [
      `PUT files/rooms/${room}/share`,
      { invitations: [{ id: ulf.id, access: 10 }] },
      "You don't have enough permission to view the folder content",
    ],
  ] as const;
  for (const [operation, body, message] of refusals) {
    const { json } = await call(ulf, operation, body);
    expect(json).toMatchObject({ status: 1, statusCode: 403, error: { message } });
  }
  expect((await ask('GET files/rooms/999')).json).toMatchObject({ statusCode: 404 });
  const long = await ask('POST files/rooms', { title: 'A'.repeat(171), roomType: 5 });
  expect(long.json).toMatchObject({ statusCode: 400, response: { status: 400 } });
});
