import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createSandbox, type SandboxOptions } from '../create-sandbox.ts';
import { demoIds } from '../seed/demo-ids.ts';
import { triggerNumber } from '../webhooks/triggers.ts';

const secret = 'correct-horse';
const Body = z.object({
  event: z.object({
    id: z.number(),
    createOn: z.string(),
    createBy: z.string(),
    trigger: z.string(),
    triggerId: z.number(),
  }),
  payload: z.looseObject({ id: z.union([z.string(), z.number()]) }),
  webhook: z.looseObject({ id: z.number(), retryCount: z.number().optional(), triggers: z.array(z.string()) }),
});
const Config = z.looseObject({ id: z.number(), enabled: z.boolean() });
const LogEntry = z.looseObject({ id: z.number(), status: z.number(), requestPayload: z.string() });

interface Received {
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Receiver {
  url: string;
  received: Received[];
  posts(): Received[];
}

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A receiver that answers its posts with the given statuses in turn, the last one for all that follow. */
async function startReceiver({
  head = 200,
  posts = [200],
}: { head?: number; posts?: number[] } = {}): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const seen = received.filter(({ method }) => method === 'POST').length;
      received.push({ method: request.method ?? '', headers: request.headers, body });
      const status = request.method === 'HEAD' ? head : (posts[seen] ?? posts.at(-1) ?? 200);
      response.writeHead(status, { location: '/elsewhere' }).end(request.method === 'HEAD' ? '' : `said ${status}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${port(server.address())}/hook`;
  return { url, received, posts: () => received.filter(({ method }) => method === 'POST') };
}

function port(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

async function start(options: SandboxOptions = {}) {
  const sandbox = await createSandbox({ retryDelaysMs: [5, 5, 5, 5, 5], ...options });
  const { url, apiKey, world } = sandbox;
  endings.push(() => sandbox.close());
  const call = async (what: string, body?: unknown, key = apiKey) => {
    const [method = '', path = ''] = what.split(' ');
    const { status, text } = await send(`${url}/api/2.0/settings/${path}`, { method, body, key });
    const json = z
      .looseObject({ response: z.unknown().optional(), total: z.number().optional() })
      .parse(text === '' ? {} : JSON.parse(text));
    return { ...json, status };
  };
  const control = async (what: string, body?: unknown): Promise<unknown> => {
    const [method = '', path = ''] = what.split(' ');
    return JSON.parse((await send(`${url}/_sandbox/${path}`, { method, body })).text);
  };
  const subscribe = async (uri: string, more: Record<string, unknown> = {}) => {
    const wanted = { name: 'automation', uri, secretKey: secret, enabled: true, triggers: 0, ...more };
    return Config.parse((await call('POST webhook', wanted)).response);
  };
  const configs = async () =>
    z.array(z.object({ configs: Config, status: z.number() })).parse((await call('GET webhook')).response);
  const addPerson = (firstName = 'Nora') =>
    control('POST people', { firstName, lastName: 'Berg', email: `${firstName}@halden-moor.example` });
  const keyOf = async (userId: string) =>
    z.object({ key: z.string() }).parse(await control('POST keys', { userId })).key;
  return { world, call, control, subscribe, configs, addPerson, keyOf };
}

async function send(url: string, { method, body, key = '' }: { method: string; body: unknown; key?: string }) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

async function readLog(portal: Awaited<ReturnType<typeof start>>, query = '') {
  const reply = await portal.call(`GET webhooks/log${query}`);
  return { total: reply.total, entries: z.array(LogEntry).parse(reply.response) };
}

function parse(received: Received | undefined) {
  return Body.parse(JSON.parse(received?.body ?? '{}'));
}

it('delivers an event to a subscriber, signed over the exact bytes', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url, { triggers: triggerNumber('user.created') });
  await portal.control('POST people', { firstName: "D'Arcy", lastName: 'Élan', email: 'darcy@halden-moor.example' });
  await portal.world.webhooks.idle();

  const [delivery, ...others] = receiver.posts();
  expect(others).toEqual([]);
  const { event, payload, webhook } = parse(delivery);
  expect(event).toMatchObject({ trigger: 'user.created', triggerId: 1, createBy: demoIds.people.owner });
  expect(event.createOn).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(payload).toMatchObject({ email: 'darcy@halden-moor.example', firstName: "D'Arcy" });
  expect(webhook).toEqual({ id: 1, name: 'automation', url: receiver.url, triggers: ['user.created'] });
  expect(delivery?.body).toContain('D\\u0027Arcy","lastName":"\\u00C9lan"');
  expect(Object.keys(z.looseObject({}).parse(JSON.parse(delivery?.body ?? '{}')))).toEqual([
    'event',
    'payload',
    'webhook',
  ]);
  const hex = createHmac('sha256', secret)
    .update(delivery?.body ?? '')
    .digest('hex')
    .toUpperCase();
  expect(delivery?.headers['x-docspace-signature-256']).toBe(`sha256=${hex}`);
  expect(delivery?.headers['content-type']).toBe('application/json; charset=utf-8');
});

it('probes the receiver with HEAD before it keeps a webhook', async () => {
  const portal = await start();
  const [good, bad] = [await startReceiver(), await startReceiver({ head: 404 })];
  await portal.subscribe(good.url);
  expect(good.received).toMatchObject([{ method: 'HEAD', body: '' }]);
  const wanted = { name: 'n', uri: bad.url, secretKey: secret };
  expect(await portal.call('POST webhook', wanted)).toMatchObject({ status: 400 });
  expect(await portal.call('POST webhook', { ...wanted, uri: 'http://127.0.0.1:9/' })).toMatchObject({
    status: 500,
  });
  expect(await portal.configs()).toHaveLength(1);
});

it('refuses loopback with strict rules', async () => {
  const [receiver, portal] = [await startReceiver(), await start({ strictUrls: true })];
  const reply = await portal.call('POST webhook', { name: 'n', uri: receiver.url, secretKey: secret });
  expect(reply.status).toBe(400);
  expect(receiver.received).toEqual([]);
});

it('never shows the secret, and is off unless told otherwise', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const reply = await portal.call('POST webhook', { name: 'n', uri: receiver.url, secretKey: secret });
  expect(reply.response).toMatchObject({ enabled: false, ssl: false, triggers: 0 });
  expect(JSON.stringify([reply, await portal.call('GET webhook')])).not.toContain(secret);
});

it.each([
  ['no name', { name: '' }],
  ['a name of 51', { name: 'x'.repeat(51) }],
  ['no secret', { secretKey: undefined }],
  ['a short secret', { secretKey: 'seven77' }],
  ['a long secret', { secretKey: 'x'.repeat(31) }],
  ['a space in the secret', { secretKey: 'with space' }],
  ['an unknown trigger', { triggers: 2 ** 40 }],
  ['the same name and address', { name: 'automation' }],
])('refuses a webhook with %s', async (_what, wrong) => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url);
  const reply = await portal.call('POST webhook', { name: 'other', uri: receiver.url, secretKey: secret, ...wrong });
  expect(reply.status).toBe(400);
  expect(await portal.configs()).toHaveLength(1);
});

it('lets users subscribe to what users may see, and room admins see only their own', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const [user, roomAdmin, guest] = [
    await portal.keyOf(demoIds.people.aiko),
    await portal.keyOf(demoIds.people.lena),
    await portal.keyOf(demoIds.people.greta),
  ];
  const wanted = { name: 'n', uri: receiver.url, secretKey: secret, triggers: triggerNumber('user.created') };
  expect((await portal.call('POST webhook', wanted, user)).status).toBe(400);
  expect((await portal.call('POST webhook', { ...wanted, triggers: 0 }, user)).status).toBe(200);
  expect((await portal.call('POST webhook', { ...wanted, name: 'm' }, roomAdmin)).status).toBe(200);
  expect((await portal.call('GET webhook', undefined, roomAdmin)).response).toHaveLength(1);
  expect(await portal.configs()).toHaveLength(2);
  expect((await portal.call('DELETE webhook/1', undefined, roomAdmin)).status).toBe(403);
  expect((await portal.call('GET webhook', undefined, guest)).status).toBe(403);
  expect((await portal.call('DELETE webhook/1')).status).toBe(200);
  expect((await portal.call('DELETE webhook/1')).status).toBe(404);
});

it('keeps the secret when an update does not give one', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const { id } = await portal.subscribe(receiver.url, { targetId: 'somebody' });
  const changed = { id, name: 'renamed', uri: receiver.url, enabled: true, triggers: '1' };
  expect((await portal.call('PUT webhook', changed)).response).toMatchObject({ name: 'renamed', triggers: 1 });
  expect((await portal.call('PUT webhook', { ...changed, id: 99 })).status).toBe(404);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  const [delivery] = receiver.posts();
  const hex = createHmac('sha256', secret)
    .update(delivery?.body ?? '')
    .digest('hex')
    .toUpperCase();
  expect(delivery?.headers['x-docspace-signature-256']).toBe(`sha256=${hex}`);
});

it('delivers only what the mask, the target and the eyes of the subscriber allow', async () => {
  const portal = await start();
  const [wrongMask, wrongTarget, blind, disabled] = [
    await startReceiver(),
    await startReceiver(),
    await startReceiver(),
    await startReceiver(),
  ];
  await portal.subscribe(wrongMask.url, { triggers: triggerNumber('room.archived') });
  await portal.subscribe(wrongTarget.url, { targetId: '4711' });
  const { id } = await portal.subscribe(disabled.url);
  await portal.call('PUT webhook/enable', { id, name: 'n', uri: 'u', enabled: false });
  const user = await portal.keyOf(demoIds.people.aiko);
  await portal.call('POST webhook', { name: 'n', uri: blind.url, secretKey: secret, enabled: true }, user);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  for (const receiver of [wrongMask, wrongTarget, blind, disabled]) expect(receiver.posts()).toEqual([]);
});

it('tries six times, tells of the failures, and signs each attempt anew', async () => {
  const [receiver, portal] = [await startReceiver({ posts: [500, 302, 404, 500, 500, 204] }), await start()];
  await portal.subscribe(receiver.url);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  const bodies = receiver.posts().map(parse);
  expect(bodies.map(({ webhook }) => webhook.retryCount)).toEqual([undefined, 1, 2, 3, 4, 5]);
  expect(new Set(bodies.map(({ event }) => event.id)).size).toBe(1);
  expect(bodies.map(({ payload }) => payload)).toEqual(bodies.map(() => bodies[0]?.payload));
  expect(bodies[1]?.webhook).toMatchObject({ lastFailureContent: 'said 500' });
  expect(new Set(receiver.posts().map(({ headers }) => headers['x-docspace-signature-256'])).size).toBe(6);
  expect((await readLog(portal)).entries).toMatchObject([{ status: 204 }]);
  expect(await portal.configs()).toMatchObject([{ status: 204 }]);
});

it('gives up after the sixth attempt and keeps the webhook', async () => {
  const [receiver, portal] = [await startReceiver({ posts: [500] }), await start()];
  await portal.subscribe(receiver.url);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect(receiver.posts()).toHaveLength(6);
  expect(await portal.configs()).toMatchObject([{ status: 500, configs: { enabled: true } }]);
});

it('deletes the webhook of a receiver that says 410 to the end', async () => {
  const [receiver, portal] = [await startReceiver({ posts: [410] }), await start()];
  await portal.subscribe(receiver.url);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect(receiver.posts()).toHaveLength(6);
  expect(await portal.configs()).toEqual([]);
});

it('disables a webhook that has not succeeded for three days', async () => {
  const [receiver, portal] = [await startReceiver({ posts: [500] }), await start()];
  await portal.subscribe(receiver.url);
  await portal.control('PUT clock', { advanceMs: 3 * 24 * 3600 * 1000 + 60_000 });
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect(await portal.configs()).toMatchObject([{ configs: { enabled: false } }]);
});

it('takes a receiver that does not answer in time for a failure that never disables', async () => {
  const portal = await start({ webhookTimeoutMs: 60, retryDelaysMs: [1] });
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  await portal.subscribe(`http://127.0.0.1:${port(server.address())}/`);
  await portal.control('PUT clock', { advanceMs: 4 * 24 * 3600 * 1000 });
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect((await readLog(portal)).entries).toMatchObject([{ status: 0 }]);
  expect(await portal.configs()).toMatchObject([
    { configs: { enabled: true, lastFailureContent: 'No answer within 60 ms' } },
  ]);
});

it('delivers again on demand under a new id, with the same time and payload', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  const ids = (await readLog(portal)).entries.map(({ id }) => id);
  expect((await portal.call(`PUT webhook/${ids.join()}/retry`)).response).toMatchObject({ status: 0 });
  expect((await portal.call('PUT webhook/retry', { ids })).response).toHaveLength(1);
  expect((await portal.call('PUT webhook/4711/retry')).status).toBe(404);
  await portal.world.webhooks.idle();
  const bodies = receiver.posts().map(parse);
  expect(new Set(bodies.map(({ event }) => event.id)).size).toBe(3);
  const same = bodies.map(({ event, payload }) => ({ createOn: event.createOn, payload }));
  expect(same).toEqual([same[0], same[0], same[0]]);
});

it('filters and pages its log', async () => {
  const portal = await start({ retryDelaysMs: [] });
  const [good, bad] = [await startReceiver(), await startReceiver({ posts: [500] })];
  await portal.subscribe(good.url);
  const { id } = await portal.subscribe(bad.url, { name: 'bad' });
  for (const name of ['Nora', 'Felix', 'Amara']) await portal.addPerson(name);
  await portal.world.webhooks.idle();
  expect(await readLog(portal, '?count=2&startIndex=1')).toMatchObject({ total: 6, entries: [{}, {}] });
  expect(await readLog(portal, `?configId=${id}`)).toMatchObject({ total: 3 });
  expect(await readLog(portal, '?groupStatus=16')).toMatchObject({ total: 3, entries: [{ status: 500 }, {}, {}] });
  expect(await readLog(portal, '?groupStatus=18')).toMatchObject({ total: 6 });
  expect(await readLog(portal, '?groupStatus=1')).toMatchObject({ total: 0 });
  expect(await readLog(portal, `?hookUri=${encodeURIComponent(good.url)}`)).toMatchObject({ total: 3 });
  expect(await readLog(portal, '?trigger=room.archived')).toMatchObject({ total: 0 });
  expect(await readLog(portal, `?trigger=1&userId=${demoIds.people.owner}`)).toMatchObject({ total: 6 });
  expect(await readLog(portal, '?eventId=2')).toMatchObject({ total: 1, entries: [{ id: 2 }] });
  expect(await readLog(portal, '?deliveryTo=2001-01-01T00:00:00Z')).toMatchObject({ total: 0 });
});

it('tells of an archived room what the server tells', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url, { triggers: triggerNumber('room.archived'), targetId: '231' });
  await portal.control('POST rooms/201/archive');
  await portal.control('POST rooms/231/archive');
  await expect.poll(() => receiver.posts().length).toBe(1);
  const { payload, webhook } = parse(receiver.posts()[0]);
  expect(payload).toMatchObject({ id: 231, title: 'Client - Fjordline Hotels', rootFolderType: 20, fileEntryType: 1 });
  expect(webhook).toMatchObject({ target: { id: '231', type: 'room' } });
});

it('numbers triggers beyond 32 bits, and a mask of such bits works', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const mask = triggerNumber('folder.downloaded') + triggerNumber('user.created');
  expect(mask).toBe(34_359_738_369);
  const { triggers } = await portal.subscribe(receiver.url, { triggers: mask });
  expect(triggers).toBe(mask);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect(receiver.posts().map((post) => parse(post).webhook.triggers)).toEqual([['user.created', 'folder.downloaded']]);
  const listed = await portal.call('GET webhook/triggers');
  expect(listed.response).toContainEqual({ name: 'folder.downloaded', id: 34_359_738_368, available: true });
  expect(listed.response).toContainEqual({ name: '*', id: 0, available: true });
});

it('asks for name and uri to enable a webhook though it does not use them, and probes only then', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const { id } = await portal.subscribe(receiver.url, { enabled: false });
  expect((await portal.call('PUT webhook/enable', { id, enabled: true })).status).toBe(400);
  expect((await portal.call('PUT webhook/enable', { id, name: 'x', enabled: true })).status).toBe(400);
  const probes = () => receiver.received.filter(({ method }) => method === 'HEAD').length;
  expect(probes()).toBe(1);
  const reply = await portal.call('PUT webhook/enable', {
    id,
    name: 'x',
    uri: 'http://elsewhere.example',
    enabled: true,
  });
  expect(reply.response).toMatchObject({ name: 'automation', uri: receiver.url, enabled: true });
  expect(probes()).toBe(2);
  await portal.call('PUT webhook/enable', { id, name: 'x', uri: 'u', enabled: false });
  expect(probes()).toBe(2);
});

it.each([
  ['deletes the webhook of an address that is blacklisted by the time of the delivery', 'http://10.0.0.7/hook', []],
  [
    'disables at once the webhook of a name that does not resolve by the time of the delivery',
    'http://nowhere.invalid/hook',
    [{ configs: { enabled: false } }],
  ],
])('%s', async (_what, uri, configs) => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const { id } = await portal.subscribe(receiver.url);
  const { webhooks } = portal.world.portal.state;
  const known = webhooks.get(id);
  if (known) webhooks.set(id, { ...known, uri });
  await portal.addPerson();
  await portal.world.webhooks.idle();
  expect(await portal.configs()).toMatchObject(configs);
  expect(await portal.configs()).toHaveLength(configs.length);
});

it('gives one event to two webhooks of a receiver under two ids', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url);
  await portal.subscribe(receiver.url, { name: 'twin' });
  await portal.addPerson();
  await portal.world.webhooks.idle();
  const events = receiver.posts().map((post) => parse(post).event);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  expect(new Set(events.map(({ createOn }) => createOn)).size).toBe(1);
});

it('tells nothing of members, links, tags and pins', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const made = await portal.call('POST ../files/rooms', { title: 'Quiet', roomType: 5 });
  const room = `../files/rooms/${z.object({ id: z.number() }).parse(made.response).id}`;
  await portal.subscribe(receiver.url);
  const replies = [
    await portal.call(`GET ${room}/link`),
    await portal.call(`PUT ${room}/share`, { invitations: [{ id: demoIds.people.aiko, access: 2 }] }),
    await portal.call(`PUT ${room}/pin`, {}),
    await portal.call(`PUT ${room}/tags`, { names: ['fresh'] }),
    await portal.call('POST ../files/tags', { name: 'loose' }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await portal.world.webhooks.idle();
  expect(receiver.posts().map((post) => parse(post).event.trigger)).toEqual([]);
});

it('leaves nulls, zeros, false and empty guids out of a delivery', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url);
  await portal.addPerson();
  await portal.world.webhooks.idle();
  const [post] = receiver.posts();
  expect(post?.body).not.toMatch(/:(?:null|0|false|"00000000-0000-0000-0000-000000000000")[,}]/);
  expect(parse(post).payload).not.toHaveProperty('isVisitor');
});

it('does not cover what is in a room by a target that is the room', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  const made = await portal.call('POST ../files/rooms', { title: 'Target', roomType: 5 });
  const { id } = z.object({ id: z.number() }).parse(made.response);
  await portal.subscribe(receiver.url, { targetId: String(id) });
  await portal.call(`POST ../files/folder/${id}`, { title: 'Inside' });
  await portal.call(`PUT ../files/rooms/${id}`, { title: 'Renamed' });
  await portal.world.webhooks.idle();
  expect(receiver.posts().map((post) => parse(post).event.trigger)).toEqual(['room.updated']);
});

it('takes a redirect for a failure and follows none, and says from the second attempt on how it went', async () => {
  const [receiver, portal] = [await startReceiver({ posts: [200, 307, 200] }), await start()];
  await portal.subscribe(receiver.url);
  for (const name of ['Nora', 'Nils']) {
    await portal.addPerson(name);
    await portal.world.webhooks.idle();
  }
  const [good, failed, again, ...others] = receiver.posts();
  expect(others).toEqual([]);
  for (const post of [good, failed]) expect(parse(post).webhook).not.toHaveProperty('retryCount');
  const instant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z$/);
  expect(parse(again).webhook).toMatchObject({
    ...{ lastFailureOn: instant, lastFailureContent: 'said 307', lastSuccessOn: instant },
    ...{ retryCount: 1, retryOn: instant },
  });
  expect(again?.headers['x-docspace-signature-256']).not.toBe(failed?.headers['x-docspace-signature-256']);
  expect(again?.headers['accept']).toBe('*/*');
});

it('streams its webhooks, so that they count 1 and have no total, and totals its log', async () => {
  const [receiver, portal] = [await startReceiver(), await start()];
  await portal.subscribe(receiver.url);
  await portal.subscribe(receiver.url, { name: 'twin' });
  const listed = await portal.call('GET webhook');
  expect(listed.response).toHaveLength(2);
  expect(listed).toMatchObject({ count: 1 });
  expect(listed.total).toBeUndefined();
  expect((await readLog(portal)).total).toBe(0);
});
