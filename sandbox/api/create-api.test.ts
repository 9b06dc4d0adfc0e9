import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, keyOf, listOf, responseOf } from '../model/a-portal.ts';
import { putAccount, putKey } from '../model/state.ts';
import { employeeStatus } from '../model/records.ts';

const json = { 'content-type': 'application/json' };

test('a success comes in the envelope, in the order of the server', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'GET people/@self');
  expect(answer.status).toBe(200);
  expect(Object.keys(z.looseObject({}).parse(JSON.parse(answer.text)))).toEqual([
    'response',
    'count',
    'links',
    'status',
    'statusCode',
  ]);
  expect(answer.json).toMatchObject({
    count: 1,
    links: [{ href: 'http://portal.test/api/2.0/people/@self', action: 'GET' }],
    status: 0,
    statusCode: 200,
  });
});

test('an action without a result has no response key and count 0', async () => {
  const { call, owner, person } = aPortal();
  person('gina', 'guest');
  const answer = await call(owner, 'DELETE people/guests', { userIds: [] });
  expect(answer.json).toMatchObject({ count: 0, status: 0 });
  expect(answer.json).not.toHaveProperty('response');
});

test('a failure has the error envelope with type, stack and hresult', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'GET files/file/999');
  expect(answer.status).toBe(404);
  expect(answer.json).toEqual({
    error: {
      message: 'The required file was not found',
      type: 'ASC.Core.Common.ItemNotFoundException',
      stack: '   at ASC.Core.Common.ItemNotFoundException in the sandbox portal',
      hresult: -2146233088,
    },
    status: 1,
    statusCode: 404,
  });
});

test('a security failure says Access denied', async () => {
  const { call, person } = aPortal();
  const answer = await call(person('ulf', 'user'), 'POST files/tags', { name: 'A' });
  expect(answer).toMatchObject({ status: 403, json: { error: { message: 'Access denied' } } });
});

test('a validation failure comes as 400 in the success envelope', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'POST files/rooms', { title: '', roomType: 5 });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({
    response: { status: 400, errors: { Title: ['The Title field is required.'] } },
    count: 1,
    status: 1,
    statusCode: 400,
  });
  expect(answer.json).not.toHaveProperty('error');
});

test('a missing required member is named under "$"', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'POST keys', {});
  expect(answer).toMatchObject({
    status: 400,
    json: { response: { errors: { $: [expect.stringContaining("'name'")] } } },
  });
});

test('no credentials, a wrong key and a raw key are 401 without a body', async () => {
  const { send, owner } = aPortal();
  const authorizations = [undefined, 'Bearer sk-wrong', keyOf(owner), `bearer ${keyOf(owner)}`];
  for (const authorization of authorizations) {
    const answer = await send('GET people/@self', { headers: authorization === undefined ? {} : { authorization } });
    expect(answer, authorization ?? 'none').toMatchObject({ status: 401, text: '' });
  }
});

test('an inactive or expired key and the key of a disabled account are 401', async () => {
  const { call, portal, owner, person, wait } = aPortal();
  const ada = person('ada', 'docspace-admin');
  const key = portal.state.keys.get(owner.id);
  if (!key) throw new Error('no key');
  putKey(portal.state, { ...key, isActive: false });
  expect((await call(owner, 'GET people/@self')).status).toBe(401);
  putKey(portal.state, { ...key, expiresAt: '2026-07-01T10:00:00.000Z' });
  expect((await call(owner, 'GET people/@self')).status).toBe(200);
  wait(3_600_000);
  expect((await call(owner, 'GET people/@self')).status).toBe(401);
  putAccount(portal.state, { ...ada, status: employeeStatus.terminated });
  expect((await call(ada, 'GET people/@self')).status).toBe(401);
});

test('a login token works raw and as Bearer', async () => {
  const { call, send, owner } = aPortal();
  const login = await call(undefined, 'POST authentication', { userName: owner.email, password: 'olga-secret' });
  const { token } = z.object({ token: z.string() }).parse(responseOf(login));
  for (const authorization of [token, `Bearer ${token}`]) {
    expect((await send('GET people/@self', { headers: { authorization } })).status).toBe(200);
  }
});

test('a wrong password is 401 in the error envelope, with nulls', async () => {
  const { call, owner } = aPortal();
  const answer = await call(undefined, 'POST authentication', { userName: owner.email, password: 'x' });
  expect(answer.status).toBe(401);
  expect(answer.json).toMatchObject({ error: { type: null, stack: null, hresult: 0 }, statusCode: 401 });
});

test('names of the body are read in any case, numbers as texts, unknown names ignored', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'POST files/rooms', { TITLE: 'Any case', RoomType: '5', colour: 'red' });
  expect(answer.json).toMatchObject({ response: { title: 'Any case', roomType: 5 } });
});

test('a body that is not declared as JSON is 415', async () => {
  const { send, owner } = aPortal();
  const answer = await send('POST files/tags', {
    headers: { authorization: `Bearer ${keyOf(owner)}`, 'content-type': 'text/plain' },
    body: '{"name":"a"}',
  });
  expect(answer).toMatchObject({ status: 415, json: { error: { type: null } } });
});

test('an empty or broken body is a validation failure', async () => {
  const { send, owner } = aPortal();
  const headers = { ...json, authorization: `Bearer ${keyOf(owner)}` };
  for (const body of ['', '{']) {
    expect((await send('POST files/tags', { headers, body })).status).toBe(400);
  }
});

test('the Date header is the time of the portal', async () => {
  const { call, owner, wait } = aPortal();
  wait(60_000);
  expect((await call(owner, 'GET people/@self')).headers.get('date')).toBe('Wed, 01 Jul 2026 09:01:00 GMT');
});

test('dates are portal time with seven digits', async () => {
  const { call, owner, portal } = aPortal();
  expect((await call(owner, 'GET people/@self')).json).toMatchObject({
    response: { registrationDate: '2026-07-01T09:00:00.0000000Z' },
  });
  portal.state.settings.timezoneOffsetMinutes = 180;
  expect((await call(owner, 'GET people/@self')).json).toMatchObject({
    response: { registrationDate: '2026-07-01T12:00:00.0000000+03:00' },
  });
});

test('fields keeps only the named properties', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'GET people/@self?fields=id,email');
  expect(answer.json).toMatchObject({ response: { id: owner.id, email: owner.email } });
  expect(Object.keys(responseOf(answer))).toEqual(['id', 'email']);
});

test("an operation that is not emulated is 501 in the vendor's envelope, with its own name", async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'POST backup/startrestore', {});
  expect(answer).toMatchObject({
    status: 501,
    json: {
      error: {
        message: 'startBackupRestore (POST /api/2.0/backup/startrestore) is not emulated by the sandbox portal',
      },
      status: 1,
      statusCode: 501,
    },
  });
  for (const operation of [
    'DELETE people/@self',
    'GET people/delete/personal/progress',
    'POST people/delete/personal/start',
  ]) {
    expect((await call(owner, operation)).status, operation).toBe(501);
  }
});

test('a path that the vendor has not is 404, another method of one that it has is 405 with the allowed ones', async () => {
  const { call, owner } = aPortal();
  for (const path of ['files/room/1/share', 'files/rooms/12x', 'nothing', 'files', 'people/a/b/c/d'])
    expect(await call(owner, `GET ${path}`), path).toMatchObject({ status: 404, text: '' });
  const unknown = await call(owner, 'DELETE backup/getbackuphistory');
  expect(unknown).toMatchObject({ status: 405, text: '' });
  expect(unknown.headers.get('allow')).toBe('GET');
  const emulated = await call(owner, 'POST files/rooms/1/share', {});
  expect(emulated.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'PUT']);
});

test('the case of a path and a slash at its end make no difference', async () => {
  const { call, owner } = aPortal();
  expect((await call(owner, 'GET /API/2.0/People/@Self/')).json).toMatchObject({ response: { id: owner.id } });
  for (const path of ['Files/Rooms', 'people/%40self', 'files/rooms?count=1'])
    expect((await call(owner, `GET ${path}`)).status, path).toBe(200);
  expect((await call(owner, 'GET people/%')).status).toBe(404);
});

test('a key without the scope gets 403 without a body', async () => {
  const { call, portal, owner } = aPortal();
  const key = portal.state.keys.get(owner.id);
  if (!key) throw new Error('no key');
  const scoped = (permissions: string[]): void => putKey(portal.state, { ...key, permissions });
  scoped(['rooms:write']);
  expect(await call(owner, 'GET files/tags')).toMatchObject({ status: 403, text: '' });
  expect((await call(owner, 'GET files/rooms')).status).toBe(200);
  scoped(['accounts:write']);
  expect(await call(owner, 'GET group')).toMatchObject({ status: 403, text: '' });
  expect((await call(owner, 'GET people')).status).toBe(200);
  scoped(['*:read']);
  expect((await call(owner, 'GET group')).status).toBe(200);
  expect((await call(owner, 'POST files/tags', { name: 'a' })).status).toBe(403);
  expect((await call(owner, 'GET keys/@self')).status).toBe(200);
});

test('reading a person and adding one skip the scope check', async () => {
  const { call, portal, owner } = aPortal();
  const key = portal.state.keys.get(owner.id);
  if (!key) throw new Error('no key');
  putKey(portal.state, { ...key, permissions: ['files:read'] });
  expect((await call(owner, `GET people/${owner.id}`)).status).toBe(200);
  expect((await call(owner, 'POST people', { email: 'new@example.com', type: 4 })).status).toBe(200);
  expect((await call(owner, 'GET people')).status).toBe(403);
});

test('HEAD on a path of the API is 405 without a body, also where GET is answered: routing offers it nowhere', async () => {
  const { owner, call } = aPortal();
  for (const path of ['people/@self', 'files/rooms', 'files/rooms/1', 'settings/webhook']) {
    const { status, text, headers } = await call(owner, `HEAD ${path}`);
    expect({ status, text }).toEqual({ status: 405, text: '' });
    expect(headers.get('allow')).toContain('GET');
  }
  expect(await call(owner, 'HEAD no/such/path')).toMatchObject({ status: 404, text: '' });
});

test('what streams its list counts 1, whatever its length, and has no total; rooms page inside the response', async () => {
  const { owner, call } = aPortal();
  const made = [];
  for (const title of ['One', 'Two']) made.push(idOf(await call(owner, 'POST files/rooms', { title, roomType: 5 })));
  for (const id of made) await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: false });
  const operations = await call(owner, 'GET files/fileops');
  expect(listOf(operations)).toHaveLength(2);
  expect(operations.json).toMatchObject({ count: 1 });
  const rooms = await call(owner, 'GET files/rooms?searchArea=Archive');
  expect(rooms.json).toMatchObject({ count: 1, response: { count: 2, total: 2, startIndex: 0 } });
  for (const { json } of [operations, rooms]) expect(json).not.toHaveProperty('total');
});

test('total is there where the server sets it: people by filter, groups, and who has access to a room', async () => {
  const { owner, call } = aPortal();
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'One', roomType: 5 }));
  for (const path of ['people/filter', 'people/simple/filter', 'group', `files/rooms/${id}/share`])
    expect((await call(owner, `GET ${path}`)).json, path).toHaveProperty('total');
  for (const path of ['people', 'files/tags', 'keys', `files/rooms/${id}/links`])
    expect((await call(owner, `GET ${path}`)).json, path).not.toHaveProperty('total');
});

test('the link of an answer is the address that was asked for, with its query, and the method', async () => {
  const { owner, call } = aPortal();
  expect((await call(owner, 'GET people/email?email=olga@example.com')).json).toMatchObject({
    links: [{ href: 'http://portal.test/api/2.0/people/email?email=olga@example.com', action: 'GET' }],
  });
});

test('an id that is no guid is a 404 of routing in a path, and 400 in a body', async () => {
  const { owner, call } = aPortal();
  expect(await call(owner, 'GET group/12')).toMatchObject({ status: 404, text: '' });
  expect(await call(owner, 'PUT keys/12', {})).toMatchObject({ status: 404, text: '' });
  const wrong = await call(owner, 'POST group', { groupName: 'Sales', members: ['12'] });
  expect(wrong.json).toMatchObject({ response: { status: 400 }, status: 1, statusCode: 400 });
});

test('whose name is in createdBy has neither an e-mail nor a type there', async () => {
  const { owner, call } = aPortal();
  const made = responseOf(await call(owner, 'POST files/rooms', { title: 'One', roomType: 5 }));
  const names = Object.keys(z.looseObject({}).parse(made['createdBy']));
  expect(names).toEqual(expect.arrayContaining(['id', 'displayName', 'avatar', 'hasAvatar', 'isAnonim']));
  for (const name of ['email', 'isVisitor', 'isOwner', 'userName', 'type']) expect(names).not.toContain(name);
});

test('every answer names the version of the API, and none tells of limits', async () => {
  const { owner, call } = aPortal();
  const { headers } = await call(owner, 'GET people/@self');
  expect(headers.get('api-supported-versions')).toBe('2.0');
  expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
});
