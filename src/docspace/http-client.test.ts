import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  replyJson,
  replyText,
  type ReplyServer,
  startReplyServer,
} from '../../test/contract/support/start-reply-server.ts';
import { AppError, reportError } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import { createGovernor, type Governor, type Lane } from './governor.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts';
import type { CallRecord, PortalCall } from './portal-call.ts';

const key = `sk-${'ab'.repeat(32)}`;

function aClient(baseUrl: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({ baseUrl, apiKey: new Secret(key), governor: createGovernor(), ...options });
}

function aRead(overrides: Partial<PortalCall<{ title: string }>> = {}): PortalCall<{ title: string }> {
  return {
    method: 'GET',
    template: 'files/rooms/{id}',
    ids: { id: 77 },
    effect: 'read',
    intent: 'read room 77',
    answer: z.object({ title: z.string() }),
    ...overrides,
  };
}

function aWrite(overrides: Partial<PortalCall<{ title: string }>> = {}): PortalCall<{ title: string }> {
  const call = { method: 'POST', template: 'files/rooms', effect: 'write', intent: 'create room "A"' } as const;
  return { ...aRead(), ...call, body: { title: 'A' }, ...overrides };
}

const aRoom = { response: { title: 'A' }, count: 1, status: 0, statusCode: 200 };

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error('expected an AppError', { cause: error });
}

async function failureFrom(server: ReplyServer, call: PortalCall<unknown> = aRead()): Promise<AppError> {
  return failureOf(aClient(server.url).send(call));
}

describe('a call that succeeds', () => {
  it('carries the key as a bearer token, the query and the body, and reads the answer', async () => {
    await using server = await startReplyServer(replyJson({ ...aRoom, total: 250 }));
    const reply = await aClient(`${server.url}/`).send(aWrite({ query: { startIndex: 100, email: 'a+b@c.d' } }));

    expect(reply).toEqual({ answer: { title: 'A' }, total: 250 });
    expect(server.received).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: '/api/2.0/files/rooms?startIndex=100&email=a%2Bb%40c.d',
        body: '{"title":"A"}',
      }),
    ]);
    expect(server.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
    });
  });

  it('always sends a JSON object with a write, since the portal refuses writes without one', async () => {
    await using server = await startReplyServer(replyJson(aRoom));
    await aClient(server.url).send({ ...aRead(), method: 'PUT', effect: 'write' });
    expect(server.received[0]?.body).toBe('{}');
  });

  it('takes an answer without `response`, and an empty body', async () => {
    const call = aWrite({ answer: z.undefined().transform(() => ({ title: 'none' })) });
    await using bare = await startReplyServer(replyJson({ count: 0, status: 0, statusCode: 200 }));
    await using empty = await startReplyServer(replyText('', 204));
    expect((await aClient(bare.url).send(call)).answer).toEqual({ title: 'none' });
    expect((await aClient(empty.url).send(call)).answer).toEqual({ title: 'none' });
  });

  it('is recorded with method, template, room, status and effect', async () => {
    await using server = await startReplyServer(replyJson(aRoom));
    const records: CallRecord[] = [];
    const client = aClient(server.url, { onCall: (record) => records.push(record) });
    await client.send(aRead());
    await client.send(aWrite());
    expect(records.map(({ ms: _ms, id: _id, ...rest }) => rest)).toEqual([
      { method: 'GET', template: 'files/rooms/{id}', isWrite: false, roomId: 77, status: 200, effect: 'none' },
      { method: 'POST', template: 'files/rooms', isWrite: true, status: 200, effect: 'done' },
    ]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
    expect(records.every(({ ms }) => Number.isInteger(ms))).toBe(true);
  });

  it('waits in the lane of its method, as the limiter of the portal counts', async () => {
    await using server = await startReplyServer(replyJson(aRoom));
    const lanes: Lane[] = [];
    const governor: Governor = {
      run(lane, task) {
        lanes.push(lane);
        return task();
      },
    };
    const client = aClient(server.url, { governor });
    await client.send(aRead());
    await client.send(aRead({ effect: 'write', template: 'files/rooms/{id}/link' }));
    await client.send(aWrite());
    expect(lanes).toEqual(['reads', 'reads', 'writes']);
  });

  it("teaches the portal's own time", async () => {
    const date = 'Sun, 01 Jan 2040 10:00:00 GMT';
    await using server = await startReplyServer(replyJson(aRoom, 200, { date }));
    const client = aClient(server.url);
    expect(client.portalTime()).toBeUndefined();
    await client.send(aRead());
    expect(client.portalTime()?.toISOString()).toMatch(/^2040-01-01T10:0/);
  });
});

describe('a call that the portal refuses', () => {
  const errorEnvelope = (message: string) => ({
    error: { message, type: 'System.Exception', stack: '   at Secret.Place()', hresult: -1 },
    status: 1,
    statusCode: 500,
  });

  it.each([
    [400, 'rejected'],
    [401, 'unauthenticated'],
    [402, 'rejected'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [415, 'rejected'],
    [418, 'rejected'],
    [429, 'rate-limited'],
  ])('with %i is of the kind %s and had no effect', async (status, kind) => {
    await using server = await startReplyServer(replyJson(errorEnvelope('Nothing doing'), status));
    const error = await failureFrom(server, aWrite());
    expect(error).toMatchObject({
      kind,
      details: { method: 'POST', template: 'files/rooms', status, effect: 'none', portalMessage: 'Nothing doing' },
    });
    expect(error.message).toMatch(/^Could not create room "A": .+: Nothing doing$/);
    expect(error.hint).toBeTruthy();
    expect(JSON.stringify(reportError(error))).not.toContain('Secret.Place');
  });

  it.each([500, 501, 502, 503, 504])('with %i is unavailable, and a write may have had its effect', async (status) => {
    await using server = await startReplyServer(replyText('<html>Bad gateway</html>', status));
    expect(await failureFrom(server, aWrite())).toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(await failureFrom(server, aRead())).toMatchObject({ kind: 'unavailable', details: { effect: 'none' } });
  });

  it.each([
    ['the error envelope', errorEnvelope('  Access\n denied '), 'Access denied'],
    [
      'failed validation in the envelope of a success',
      { response: { title: 'Errors', status: 400, errors: { Name: ['Too long.', 'Odd.'], $: ['Bad'] } }, status: 1 },
      'Name: Too long. Odd.; $: Bad',
    ],
    ['problem details', { type: 'about:blank', title: 'Forbidden', status: 403 }, 'Forbidden'],
    ['problem details with errors', { title: 'Errors', status: 400, errors: { id: ['wrong'] } }, 'id: wrong'],
  ])('says what the portal says: %s', async (_, body, message) => {
    await using server = await startReplyServer(replyJson(body, 400));
    expect((await failureFrom(server)).details['portalMessage']).toBe(message);
  });

  it("cuts the portal's words at 300 characters", async () => {
    await using server = await startReplyServer(replyJson(errorEnvelope('x'.repeat(5000)), 403));
    expect((await failureFrom(server)).message.length).toBeLessThan(400);
  });

  it.each(['', 'not JSON', '{"error":', '[]', 'null', '{"error":{"message":""}}'])(
    'is understood with the body %j',
    async (body) => {
      await using server = await startReplyServer(replyText(body, 403));
      const error = await failureFrom(server);
      expect(error).toMatchObject({ kind: 'forbidden', details: { status: 403 } });
      expect(error.details).not.toHaveProperty('portalMessage');
    },
  );

  it.each([
    [aRead(), 'the scope rooms:read'],
    [aWrite(), 'the scope rooms:write'],
    [aRead({ template: 'group/{id}' }), 'the scope accounts:read'],
    [aRead({ template: 'people/@self' }), 'the scope accounts.self:read'],
    [aRead({ template: 'files/fileops' }), 'the scope files:read'],
    [aRead({ template: 'settings/webhook' }), 'without restrictions'],
    [aRead({ template: 'people/{id}' }), 'IP restrictions'],
  ])('with 403 and an empty body asks for what the key lacks (%#)', async (call, expected) => {
    await using server = await startReplyServer(replyText('', 403));
    expect((await failureFrom(server, call)).hint).toContain(expected);
  });

  it('with 403 and words asks for the right that the call names', async () => {
    await using server = await startReplyServer(replyJson(errorEnvelope('Access denied'), 403));
    expect((await failureFrom(server, aWrite({ refusalHint: 'Only room admins.' }))).hint).toBe('Only room admins.');
    expect((await failureFrom(server)).hint).toContain('acts as the account that made it');
  });

  it('tells after how many seconds to come again, where the portal does', async () => {
    await using server = await startReplyServer(replyText('', 429, { 'retry-after': '3600' }));
    await using silent = await startReplyServer(replyText('', 429));
    expect((await failureFrom(server)).details['retryAfterSeconds']).toBe(3600);
    expect((await failureFrom(silent)).details).not.toHaveProperty('retryAfterSeconds');
  });

  it('leaves the effect of a piecemeal write open, unless it was refused before its first entry', async () => {
    const call = aWrite({ piecemeal: true });
    await using refused = await startReplyServer(replyJson(errorEnvelope('role not available'), 403));
    await using scope = await startReplyServer(replyText('', 403));
    await using invalid = await startReplyServer(replyJson({ response: { errors: { Id: ['no'] } }, status: 1 }, 400));
    expect((await failureFrom(refused, call)).details['effect']).toBe('unknown');
    expect((await failureFrom(scope, call)).details['effect']).toBe('none');
    expect((await failureFrom(invalid, call)).details['effect']).toBe('none');
  });

  it('never follows a redirect, and names where it leads', async () => {
    await using other = await startReplyServer(replyJson(aRoom));
    const headers = { location: `${other.url}/api/2.0/people/@self?x=1` };
    await using server = await startReplyServer(replyText('', 302, headers));
    const error = await failureFrom(server);
    expect(error).toMatchObject({ kind: 'rejected', details: { status: 302, effect: 'none' } });
    expect(error.hint).toContain(other.url);
    expect(other.received).toEqual([]);
  });

  it('is recorded with its error, which never holds the key', async () => {
    await using server = await startReplyServer(replyJson(errorEnvelope('no'), 403));
    const records: CallRecord[] = [];
    const error = await failureOf(aClient(server.url, { onCall: (record) => records.push(record) }).send(aWrite()));
    expect(records).toEqual([expect.objectContaining({ status: 403, effect: 'none', error })]);
    expect(JSON.stringify([error, error.stack, reportError(error)])).not.toContain(key);
  });
});

describe('a reply that cannot be read', () => {
  it('names the field that is not as expected, and leaves the effect of a write open', async () => {
    await using server = await startReplyServer(replyJson({ response: { title: 5 }, status: 0 }));
    const error = await failureFrom(server, aWrite());
    expect(error).toMatchObject({ kind: 'rejected', details: { field: 'response.title', effect: 'unknown' } });
    expect(error.message).toContain('"response.title"');
    expect((await failureFrom(server, aRead())).details['effect']).toBe('none');
  });

  it('names `response` when the portal answered nothing', async () => {
    await using server = await startReplyServer(replyJson({ count: 0, status: 0 }));
    expect((await failureFrom(server)).details['field']).toBe('response');
  });

  it('is a page of something else', async () => {
    await using server = await startReplyServer(replyText('<html>Log in</html>', 200, { 'content-type': 'text/html' }));
    const error = await failureFrom(server, aWrite());
    expect(error).toMatchObject({ kind: 'rejected', details: { effect: 'unknown', status: 200 } });
    expect(error.message).toContain('not the DocSpace API');
    expect(error.message).not.toContain('Log in');
  });

  it('is JSON that breaks off: a lost reply', async () => {
    const headers = { 'content-type': 'application/json' };
    await using server = await startReplyServer(replyText('{"response":{"title":"A', 200, headers));
    expect(await failureFrom(server, aWrite())).toMatchObject({
      kind: 'unavailable',
      details: { effect: 'unknown', status: 200 },
    });
  });

  it('is a body that ends before its length', async () => {
    await using server = await startReplyServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"response":');
      setImmediate(() => response.destroy());
    });
    expect(await failureFrom(server, aWrite())).toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
  });
});

describe('a portal that does not reply', () => {
  it('is unreachable when nothing listens, and nothing has happened', async () => {
    const error = await failureOf(aClient(await anUnusedAddress()).send(aWrite()));
    expect(error).toMatchObject({ kind: 'unavailable', details: { effect: 'none' } });
    expect(error.message).toMatch(/cannot be reached \(ECONNREFUSED\)/);
    expect(error.details).not.toHaveProperty('status');
    expect(error.hint).toContain('DOCSPACE_BASE_URL');
  });

  it('is unreachable by a name with two addresses that both refuse', async () => {
    const url = (await anUnusedAddress()).replace('127.0.0.1', 'localhost');
    expect((await failureOf(aClient(url).send(aWrite()))).details['effect']).toBe('none');
  });

  it('is unreachable by a name that nobody has', async () => {
    const error = await failureOf(aClient('http://nobody.invalid').send(aWrite()));
    expect(error).toMatchObject({ kind: 'unavailable', details: { effect: 'none' } });
  });

  it('drops the connection after the request: a write may have happened', async () => {
    await using server = await startReplyServer((response) => response.destroy());
    const error = await failureFrom(server, aWrite());
    expect(error).toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(error.message).toContain('broke off');
    expect((await failureFrom(server, aRead())).details['effect']).toBe('none');
    expect(server.received).toHaveLength(2);
  });

  it('takes longer than the limit for the effect of the call', async () => {
    await using server = await startReplyServer(() => undefined);
    const records: CallRecord[] = [];
    const client = aClient(server.url, {
      timeouts: { readMs: 60_000, writeMs: 50 },
      onCall: (record) => records.push(record),
    });
    const error = await failureOf(client.send(aRead({ effect: 'write', template: 'files/rooms/{id}/link' })));
    expect(error).toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(error.message).toContain('within 0.05 s');
    expect(records).toEqual([expect.objectContaining({ status: undefined, effect: 'unknown', error })]);
  });

  it('stops in the middle of its reply', async () => {
    await using server = await startReplyServer((response) => response.write('{"resp'));
    const client = aClient(server.url, { timeouts: { readMs: 50, writeMs: 50 } });
    expect((await failureOf(client.send(aWrite()))).details['effect']).toBe('unknown');
  });
});

describe('a client that is told to stop', () => {
  it('ends what is under way with an open effect and what waits with none', async () => {
    const stop = new AbortController();
    await using server = await startReplyServer(() => stop.abort());
    const governor = createGovernor(() => ({ reads: 1, writes: 1 }));
    const client = aClient(server.url, { governor, signal: stop.signal });
    const [first, second] = await Promise.all([failureOf(client.send(aWrite())), failureOf(client.send(aWrite()))]);
    expect(first).toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(second).toMatchObject({ kind: 'unavailable', details: { effect: 'none' } });
    expect((await failureOf(client.send(aRead()))).details['effect']).toBe('none');
    expect(server.received).toHaveLength(1);
  });
});

describe('an id that is none', () => {
  it.each(['..', '@self', '77/../../people', '', 'a b', '1e3', '-1'])('%j is refused before it is sent', async (id) => {
    await using server = await startReplyServer(replyJson(aRoom));
    const error = await failureFrom(server, aRead({ ids: { id }, intent: `read room ${id}` }));
    expect(error).toMatchObject({ kind: 'invalid-input', details: { effect: 'none' } });
    expect(server.received).toEqual([]);
  });
});

async function anUnusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 1}`;
}
