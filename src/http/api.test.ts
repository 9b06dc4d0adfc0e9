import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHttpWorld, type HttpWorld } from '../../test/support/http-world.ts';
import { textWith } from '../../test/support/matchers.ts';
import { makeRun } from '../../test/support/make-run.ts';
import { createApiRoutes } from './api.ts';

let world: HttpWorld;

beforeEach(() => {
  world = createHttpWorld();
  world.state.runs.set('r1', makeRun({ id: 'r1', blueprint: 'client-room', state: 'failed' }));
});

const routes = createApiRoutes(createHttpWorld().parts);
const json = { 'content-type': 'application/json' };
const start = (body: object, headers: Record<string, string>) =>
  world.request('/api/blueprints/client-room/runs', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });

describe('a token that is limited to blueprints', () => {
  it('sees and starts those alone', async () => {
    const limited = await world.authorize('operator', ['home-room']);
    expect((await world.request('/api/runs/r1', { headers: limited })).status).toBe(404);
    expect(await (await world.request('/api/runs', { headers: limited })).json()).toMatchObject({ runs: [] });
    const list = await world.request('/api/blueprints', { headers: limited });
    expect(await list.json()).toMatchObject({ blueprints: [{ name: 'home-room' }] });
    const refused = await start({}, limited);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ detail: '"a operator" is not for the blueprint client-room.' });
    expect(world.state.started).toEqual([]);
  });
});

describe('a run that is asked for', () => {
  it('is queued, and its address said', async () => {
    const answer = await start({ inputs: { client: { id: 'c1' } } }, await world.authorize('operator'));
    expect(answer.status).toBe(202);
    const run: unknown = await answer.json();
    expect(run).toMatchObject({ state: 'queued', blueprint: 'client-room' });
    expect(answer.headers.get('location')).toBe(`/api/runs/${String(Reflect.get(Object(run), 'id'))}`);
    expect(world.state.started).toMatchObject([{ who: 'a operator', target: { inputs: { client: { id: 'c1' } } } }]);
  });

  it('is the same run for the same key and body, and none for another body', async () => {
    const headers = { ...(await world.authorize('operator')), 'idempotency-key': 'order-17' };
    const [one, again] = [await start({ inputs: { a: 1 } }, headers), await start({ inputs: { a: 1 } }, headers)];
    expect(await again.json()).toEqual(await one.json());
    const other = await start({ inputs: { a: 2 } }, headers);
    expect([other.status, await other.json()]).toMatchObject([422, { kind: 'rejected' }]);
    expect(world.state.started).toHaveLength(2);
  });

  it.each(['', 'a b', 'x'.repeat(256), 'ü'])('is refused with the key %j', async (key) => {
    const answer = await start({}, { ...(await world.authorize('operator')), 'idempotency-key': key });
    expect(answer.status).toBe(400);
  });

  it('is refused with each field that is wrong', async () => {
    const answer = await start({ inputs: { wrong: true } }, await world.authorize('operator'));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'wrong', message: 'is not among the inputs' }] });
  });

  it.each([
    ['client-room', { person: 'ada@example.com' }, 400],
    ['home-room', { inputs: {} }, 400],
    ['home-room', { person: 'ada@example.com' }, 202],
    ['quiet-room', {}, 403],
    ['house-standard', { room: 7 }, 202],
    ['house-standard', {}, 400],
    ['client-room', { inputs: {}, room: 7 }, 400],
    ['close', {}, 400],
    ['leave', {}, 400],
    ['leave', { person: 'ada@example.com' }, 202],
    ['none', {}, 404],
    ['client-room', { input: {} }, 422],
  ])('of %s with %j answers %i', async (name, body, status) => {
    const headers = { ...json, ...(await world.authorize('operator')) };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    expect((await world.request(`/api/blueprints/${name}/runs`, request)).status).toBe(status);
  });

  it('of the only close-out for rooms needs no name, whatever there is for people', async () => {
    const headers = { ...json, ...(await world.authorize('operator')) };
    const answer = await world.request('/api/rooms/7/close-out', { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(202);
    expect(world.state.started.at(-1)).toMatchObject({ blueprint: 'close', roomId: 7 });
  });

  it('is refused when the body is no JSON, or says that it is something else', async () => {
    const headers = await world.authorize('operator');
    const send = (type: string, body: string) =>
      world.request('/api/blueprints/client-room/runs', {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      });
    expect((await send('application/json', '{')).status).toBe(400);
    expect((await send('text/plain', '{}')).status).toBe(400);
  });
});

describe('a run that is followed', () => {
  it('is told whole whenever it has changed, until it has ended', async () => {
    const answer = await world.request('/api/runs/r1/events', { headers: await world.authorize('viewer') });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = await answer.text();
    expect(text).toContain('event: run');
    expect(text).toContain('"state":"failed"');
  });
});

describe('tokens', () => {
  it('are shown once, open what their role may, and nothing after their end or once taken back', async () => {
    const headers = { ...json, ...(await world.authorize('admin')) };
    const body = JSON.stringify({ name: 'CRM', role: 'operator', blueprints: ['client-room'], expiresInDays: 2 });
    const made: unknown = await (await world.request('/api/tokens', { method: 'POST', headers, body })).json();
    const token = { authorization: `Bearer ${String(Reflect.get(Object(made), 'token'))}` };
    expect((await world.request('/api/runs', { headers: token })).status).toBe(200);
    const list = await (await world.request('/api/tokens', { headers })).text();
    expect(list).toContain('"name":"CRM"');
    expect(list).not.toContain('ct_');
    expect((await world.request('/api/tokens', { method: 'POST', headers, body })).status).toBe(409);
    world.state.now = new Date('2026-07-03T12:00:01.000Z');
    expect((await world.request('/api/runs', { headers: token })).status).toBe(401);
    world.state.now = new Date('2026-07-01T12:00:00.000Z');
    expect((await world.request('/api/tokens/CRM', { method: 'DELETE', headers })).status).toBe(204);
    expect((await world.request('/api/runs', { headers: token })).status).toBe(401);
    expect((await world.request('/api/tokens/CRM', { method: 'DELETE', headers })).status).toBe(404);
  });
});

describe('the description of the API', () => {
  it('has every operation, with its body', async () => {
    const answer = await world.request('/api/openapi.json', { headers: await world.authorize('viewer') });
    const described: unknown = await answer.json();
    expect(described).toMatchObject({ openapi: '3.1.0' });
    const paths: unknown = Reflect.get(Object(described), 'paths');
    for (const { method, path, body } of routes) {
      const operation: unknown = Reflect.get(Object(Reflect.get(Object(paths), `/api${path}`)), method);
      expect(operation, path).toMatchObject(body ? { requestBody: {} } : { responses: {} });
    }
  });

  it('is valid OpenAPI 3.1', async () => {
    const answer = await world.request('/api/openapi.json', { headers: await world.authorize('viewer') });
    const described = z.record(z.string(), z.unknown()).parse(await answer.json());
    const validator = new Validator();
    expect(await validator.validate(described)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const ids = [...JSON.stringify(described).matchAll(/"operationId":"([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(routes.length);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z]+$/);
  });

  it('is a page for people', async () => {
    const page = await world.request('/api-reference', { headers: await world.signInBrowser() });
    const text = await page.text();
    for (const { path } of routes) expect(text).toContain(`/api${path}`);
  });
});

it('refuses texts that no database takes, in bodies and in addresses', async () => {
  const headers = await world.authorize('operator');
  const body = await start({ inputs: { client: { name: 'a\u0000b' } } }, headers);
  expect([body.status, await body.json()]).toMatchObject([400, { detail: textWith('cannot be stored') }]);
  expect((await world.request('/api/runs/a%00b', { headers })).status).toBe(400);
  expect((await world.request('/api/runs?before=%00', { headers })).status).toBe(400);
  expect(world.state.started).toEqual([]);
});
