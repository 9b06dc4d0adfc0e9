import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';
import { demoIds } from './seed/demo-ids.ts';
import { StartError } from './start-error.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options);
  endings.push(() => sandbox.close());
  return sandbox;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'));
  endings.push(() => rmSync(path, { recursive: true }));
  return path;
}

function api(sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' };
  return fetch(`${sandbox.url}/api/2.0/${path}`, { headers, ...init });
}

async function control(sandbox: Sandbox, call: string, body?: unknown) {
  const [method = '', path = ''] = call.split(' ');
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = z.looseObject({ error: z.string().optional() }).parse(await response.json());
  return { ...json, http: response.status };
}

function makeRoom(sandbox: Sandbox, title: string): Promise<Response> {
  return api(sandbox, 'files/rooms', { method: 'POST', body: JSON.stringify({ title, roomType: 2 }) });
}

function roomTitles({ world }: Sandbox): string[] {
  return [...world.portal.state.folders.values()].filter(({ room }) => room).map(({ title }) => title);
}

async function hits(sandbox: Sandbox): Promise<number[]> {
  const { faults } = z
    .looseObject({ faults: z.array(z.looseObject({ hits: z.number() })) })
    .parse(await control(sandbox, 'GET faults'));
  return faults.map((fault) => fault.hits);
}

it('answers API calls with the key it was given', async () => {
  const sandbox = await start({ apiKey: 'sk-given' });
  expect(sandbox.apiKey).toBe('sk-given');
  const reply = await api(sandbox, 'people/@self');
  expect(await reply.json()).toMatchObject({ response: { id: demoIds.people.owner, isOwner: true } });
  expect((await fetch(`${sandbox.url}/api/2.0/people/@self`)).status).toBe(401);
});

it('makes a random key in the form of the real server', async () => {
  expect((await start()).apiKey).toMatch(/^sk-[0-9a-f]{64}$/);
});

it.each([
  ['Host', 'evil.example'],
  ['Host', 'localhost:1'],
  ['Origin', 'https://evil.example'],
  ['Origin', 'null'],
])('refuses a foreign %s, "%s", everywhere', async (name, value) => {
  const { url } = await start();
  const { host } = new URL(url);
  for (const path of ['/', '/_sandbox/health', '/api/2.0/people/@self']) {
    const head = { Host: host, Cookie: 'asc_auth_key=x', [name]: value };
    const lines = Object.entries(head).map(([key, text]) => `${key}: ${text}`);
    expect(await sendRaw(url, `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)).toContain(
      ' 403 ',
    );
  }
});

it('answers programs of any origin at the API, and no preflight of a page', async () => {
  const { url, apiKey } = await start();
  const { host } = new URL(url);
  const ask = (line: string, ...headers: readonly string[]): Promise<string> => {
    const all = [
      `${line} HTTP/1.1`,
      `Host: ${host}`,
      'Origin: https://tenant.example',
      ...headers,
      'Connection: close',
    ];
    return sendRaw(url, `${all.join('\r\n')}\r\n\r\n`);
  };
  expect(await ask('GET /api/2.0/people/@self', `Authorization: Bearer ${apiKey}`)).toContain(' 200 ');
  expect(await ask('POST /api/2.0/authentication', 'Content-Type: application/json', 'Content-Length: 0')).toContain(
    ' 400 ',
  );
  expect(await ask('GET /api/2.0/people/@self')).toContain(' 401 ');
  expect(await ask('OPTIONS /api/2.0/people/@self', 'Access-Control-Request-Headers: authorization')).toContain(
    ' 403 ',
  );
  expect(await ask('GET /_sandbox/health', `Authorization: Bearer ${apiKey}`)).toContain(' 403 ');
});

it('takes its own names and its own page for its own', async () => {
  const { url } = await start();
  const own = url.replace('127.0.0.1', 'localhost');
  expect((await fetch(`${own}/_sandbox/health`, { headers: { origin: own } })).status).toBe(200);
});

it.each([
  'NONSENSE\r\n\r\n',
  'GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nHost: [\r\n\r\n',
  'POST /_sandbox/people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\n{',
  'POST /api/2.0/files/rooms HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
])('survives a malformed request', async (text) => {
  const sandbox = await start();
  await sendRaw(sandbox.url, text.replaceAll('127.0.0.1', new URL(sandbox.url).host));
  expect(await control(sandbox, 'GET health')).toMatchObject({ status: 'ok' });
});

function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => done(answer));
    socket.on('error', () => done(answer));
    setTimeout(() => socket.destroy(), 500);
  });
}

it('says which port is taken', async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  await expect(createSandbox({ port })).rejects.toThrow(
    new StartError(`Port ${port} is already in use; choose another one with --port.`),
  );
});

it('keeps its portal and its key in a file between two starts', async () => {
  const stateFile = join(folder(), 'portal.json');
  const first = await createSandbox({ stateFile, seed: 'empty' });
  await makeRoom(first, 'Kept');
  await first.close();
  const second = await start({ stateFile });
  expect(second.apiKey).toBe(first.apiKey);
  expect(roomTitles(second)).toEqual(['Kept']);
  expect((await api(second, 'people/@self')).status).toBe(200);
});

it('writes its file soon after a change, and leaves nothing beside it', async () => {
  const path = folder();
  const sandbox = await start({ stateFile: join(path, 'portal.json') });
  await makeRoom(sandbox, 'Written');
  await expect.poll(() => readFileSync(join(path, 'portal.json'), 'utf8')).toContain('Written');
  expect(readdirSync(path)).toEqual(['portal.json']);
});

it('names a state file that cannot be written', async () => {
  const stateFile = join(folder(), 'missing', 'portal.json');
  await expect(createSandbox({ stateFile })).rejects.toThrow(/state file .*portal\.json cannot be written/);
});

it('names a state file that is none', async () => {
  const stateFile = join(folder(), 'portal.json');
  writeFileSync(stateFile, '{"accounts":');
  await expect(createSandbox({ stateFile })).rejects.toThrow(/state file .*portal\.json cannot be read/);
});

it('answers with a status in place of the n-th matching call, without its effect', async () => {
  const sandbox = await start({ seed: 'empty' });
  const match = { method: 'POST', path: '/api/2.0/files/rooms', nth: 2, times: 2 };
  await control(sandbox, 'POST faults', { match, fault: { status: 503, body: { why: 'test' } } });
  const replies = [];
  for (const title of ['one', 'two', 'three', 'four']) replies.push(await makeRoom(sandbox, title));
  expect(replies.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
  expect(await replies[1]?.json()).toEqual({ why: 'test' });
  expect(roomTitles(sandbox)).toEqual(['one', 'four']);
  expect(await hits(sandbox)).toEqual([2]);
});

it('drops the connection before the effect', async () => {
  const sandbox = await start({ seed: 'empty' });
  await control(sandbox, 'POST faults', { match: { operation: 'createRoom' }, fault: { drop: 'before' } });
  await expect(makeRoom(sandbox, 'lost')).rejects.toThrow();
  expect(roomTitles(sandbox)).toEqual([]);
  expect((await makeRoom(sandbox, 'found')).status).toBe(200);
});

it('drops the connection after the effect', async () => {
  const sandbox = await start({ seed: 'empty' });
  await control(sandbox, 'POST faults', { match: { path: '^/api/2\\.0/files/rooms$' }, fault: { drop: 'after' } });
  await expect(makeRoom(sandbox, 'unheard')).rejects.toThrow();
  expect(roomTitles(sandbox)).toEqual(['unheard']);
  expect(await hits(sandbox)).toEqual([1]);
});

it('holds a call after its effect until the faults are cleared', async () => {
  const sandbox = await start({ seed: 'empty' });
  await control(sandbox, 'POST faults', { match: { method: 'POST' }, fault: { hold: 'after' } });
  const call = makeRoom(sandbox, 'held');
  await expect.poll(() => hits(sandbox)).toEqual([1]);
  expect(roomTitles(sandbox)).toEqual(['held']);
  await control(sandbox, 'DELETE faults');
  expect((await call).status).toBe(200);
});

it('never makes a call that was held before its effect when the caller has gone', async () => {
  const sandbox = await start({ seed: 'empty' });
  await control(sandbox, 'POST faults', { match: { method: 'POST' }, fault: { hold: 'before' } });
  const caller = new AbortController();
  const init = { method: 'POST', body: JSON.stringify({ title: 'never', roomType: 2 }), signal: caller.signal };
  const call = api(sandbox, 'files/rooms', init).catch(() => 'gone');
  await expect.poll(() => hits(sandbox)).toEqual([1]);
  caller.abort();
  expect(await call).toBe('gone');
  await new Promise((done) => setTimeout(done, 50));
  await control(sandbox, 'DELETE faults');
  await expect.poll(() => sandbox.world.calls.list().every(({ endedAt }) => endedAt !== undefined)).toBe(true);
  expect(roomTitles(sandbox)).toEqual([]);
});

it('refuses a fault that is none, in words', async () => {
  const sandbox = await start();
  expect(await control(sandbox, 'POST faults', { match: {}, fault: { explode: true } })).toMatchObject({
    http: 400,
  });
  const wrong = await control(sandbox, 'POST faults', { match: { path: '^(' }, fault: { status: 500 } });
  expect(wrong.http).toBe(400);
  expect(wrong.error).toContain('not a regular expression');
});

it('lists the calls so far with operation, effect, status and how many ran at once', async () => {
  const sandbox = await start();
  await control(sandbox, 'PUT latency', { ms: 300 });
  await Promise.all([api(sandbox, 'people/@self'), makeRoom(sandbox, 'counted'), api(sandbox, 'nowhere')]);
  const { calls } = z.looseObject({ calls: z.array(z.looseObject({})) }).parse(await control(sandbox, 'GET calls'));
  expect(calls).toHaveLength(3);
  expect(calls).toContainEqual(
    expect.objectContaining({
      method: 'POST',
      path: '/api/2.0/files/rooms',
      operation: 'createRoom',
      effect: 'write',
      status: 200,
    }),
  );
  expect(calls).toContainEqual(expect.objectContaining({ path: '/api/2.0/nowhere', status: 404 }));
  expect(Math.max(...calls.map(({ concurrency }) => Number(concurrency)))).toBe(3);
  expect(calls.every(({ startedAt, endedAt }) => Number(endedAt) - Number(startedAt) >= 299)).toBe(true);
  await control(sandbox, 'DELETE calls');
  expect(sandbox.world.calls.list()).toEqual([]);
});

it('adds a person as an administrator would', async () => {
  const sandbox = await start();
  const person = { firstName: 'Nora', lastName: 'Berg', email: 'nora.berg@halden-moor.example', type: 'room-admin' };
  const added = await control(sandbox, 'POST people', person);
  expect(added).toMatchObject({ email: person.email, isRoomAdmin: true });
  expect((await control(sandbox, 'POST people', person)).error).toContain('already');
  expect(await control(sandbox, 'GET events')).toMatchObject({
    events: [{ trigger: 'user.created', actorId: demoIds.people.owner }],
  });
});

it('archives a room as its portal owner, without leaving an operation to those who poll with the same key', async () => {
  const sandbox = await start();
  expect(await control(sandbox, `POST rooms/${demoIds.rooms.library}/archive`)).toMatchObject({ http: 200 });
  const room = await (await api(sandbox, `files/rooms/${demoIds.rooms.library}`)).json();
  expect(room).toMatchObject({ response: { rootFolderType: 20 } });
  expect(await (await api(sandbox, 'files/fileops')).json()).toMatchObject({ response: [] });
  expect(await control(sandbox, 'POST rooms/4711/archive')).toMatchObject({ http: 404 });
});

it('makes keys for anybody, with scopes', async () => {
  const sandbox = await start();
  const asked = { email: 'LENA.fischer@halden-moor.example', permissions: ['accounts.self:read'] };
  const { key } = z.looseObject({ key: z.string() }).parse(await control(sandbox, 'POST keys', asked));
  const headers = { authorization: `Bearer ${key}` };
  expect(await (await api(sandbox, 'people/@self', { headers })).json()).toMatchObject({
    response: { id: demoIds.people.lena },
  });
  expect((await api(sandbox, 'files/rooms', { headers })).status).toBe(403);
  expect(await control(sandbox, 'POST keys', { userId: crypto.randomUUID() })).toMatchObject({ http: 404 });
});

it('moves its clock', async () => {
  const sandbox = await start();
  await control(sandbox, 'PUT clock', { now: '2030-01-01T00:00:00Z' });
  const { now } = z
    .looseObject({ now: z.string() })
    .parse(await control(sandbox, 'PUT clock', { advanceMs: 86_400_000 }));
  expect(now).toMatch(/^2030-01-02T00:00/);
  expect((await api(sandbox, 'people/@self')).headers.get('date')).toContain('02 Jan 2030');
});

it('takes a snapshot and goes back to it', async () => {
  const sandbox = await start({ seed: 'empty' });
  const snapshot = await (await fetch(`${sandbox.url}/_sandbox/snapshot`)).json();
  await makeRoom(sandbox, 'passing');
  expect(await control(sandbox, 'PUT snapshot', snapshot)).toMatchObject({ done: true });
  expect(roomTitles(sandbox)).toEqual([]);
  expect((await api(sandbox, 'people/@self')).status).toBe(200);
  expect(await control(sandbox, 'PUT snapshot', { accounts: 1 })).toMatchObject({ http: 400 });
});

it('is the same to the byte after nothing but reads', async () => {
  const sandbox = await start();
  const snapshot = async () => (await fetch(`${sandbox.url}/_sandbox/snapshot`)).text();
  const before = await snapshot();
  expect((await api(sandbox, 'people/@self')).status).toBe(200);
  expect(await snapshot()).toBe(before);
});

it('starts over on reset, with the same key', async () => {
  const sandbox = await start();
  await makeRoom(sandbox, 'passing');
  await control(sandbox, 'POST faults', { match: {}, fault: { status: 500 } });
  await control(sandbox, 'PUT latency', { ms: 5 });
  await control(sandbox, 'POST reset');
  expect(roomTitles(sandbox)).not.toContain('passing');
  expect((await api(sandbox, 'people/@self')).status).toBe(200);
  expect(await control(sandbox, 'GET health')).toMatchObject({ status: 'ok', seed: 'demo', latencyMs: 0 });
});

it('changes to another seed and says what programs must know of it', async () => {
  const sandbox = await start();
  expect(await control(sandbox, 'GET seed')).toMatchObject({
    url: sandbox.url,
    apiKey: sandbox.apiKey,
    owner: { id: demoIds.people.owner, email: 'ingrid.halden@halden-moor.example' },
    env: { HR_GROUP_ID: demoIds.groups.people, GUEST_REPORT_FOLDER_ID: '102' },
  });
  expect(await control(sandbox, 'POST seed', { name: 'empty' })).toMatchObject({ env: {} });
  expect(roomTitles(sandbox)).toEqual([]);
  expect(await control(sandbox, 'POST seed', { name: 'nothing' })).toMatchObject({ http: 400 });
});

it('leads from the address of a room to its card', async () => {
  const { url } = await start();
  const reply = await fetch(`${url}/rooms/shared/201`, { redirect: 'manual' });
  expect(reply.headers.get('location')).toBe('/?room=201#room-201');
});

it('shows the portal on its page, escaped, and runs no script but its own', async () => {
  const sandbox = await start();
  await makeRoom(sandbox, 'A & B');
  const body = { firstName: 'Bo', lastName: "O'Hara", email: 'bo@halden-moor.example' };
  await control(sandbox, 'POST people', body);
  const page = await fetch(`${sandbox.url}/`);
  const text = await page.text();
  expect(text).toContain('A &amp; B');
  expect(text).toContain('Bo O&#39;Hara');
  expect(text).not.toContain('A & B');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '-';
  expect([...text.matchAll(/<script nonce="([^"]+)"/g)].map((match) => match[1])).toEqual([nonce]);
  const again = await fetch(`${sandbox.url}/`);
  expect(again.headers.get('content-security-policy')).not.toBe(policy);
});
