import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttpWorld } from '../../test/support/http-world.ts';

const path = '/docspace/webhook';
const delivery = {
  event: { id: 812, createOn: '2026-07-01T12:00:00Z', trigger: 'user.created', triggerId: 1 },
  payload: { id: '7f1b9a52-60a6-4d60-9a3e-7b1e5a6f3c11', displayName: 'Ada \u0027Lovelace' },
  webhook: { id: 1, name: 'concierge', url: 'http://127.0.0.1:3000/docspace/webhook', triggers: ['*'] },
};
const text = JSON.stringify(delivery).replaceAll("'", '\\u0027');

function sign(body: string, secret = 'a-secret'): string {
  return createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
}

function post(
  world: ReturnType<typeof createHttpWorld>,
  body: string,
  signature: string | undefined = `sha256=${sign(body)}`,
) {
  const headers = { 'content-type': 'application/json', 'x-docspace-signature-256': signature };
  return world.request(path, { method: 'POST', headers, body });
}

describe('before any delivery', () => {
  it.each(['GET', 'HEAD'])('%s answers 200 without a token', async (method) => {
    const answer = await createHttpWorld().request(path, { method });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(method === 'GET' ? '{"status":"ok"}' : '');
  });

  it('answers GET 200 and POST 503 when no secret is set', async () => {
    const world = createHttpWorld({ secrets: [] });
    expect((await world.request(path)).status).toBe(200);
    expect((await post(world, text)).status).toBe(503);
    expect(world.state.accepted).toEqual([]);
  });

  it('refuses other names of the host', async () => {
    expect((await createHttpWorld().request(path, { headers: { host: 'evil.example' } })).status).toBe(403);
  });
});

describe('a delivery', () => {
  it('is kept before it is answered', async () => {
    const world = createHttpWorld();
    const answer = await post(world, text);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'accepted' }]);
    expect(world.state.accepted).toMatchObject([
      { eventId: 812, trigger: 'user.created', subject: { id: delivery.payload.id } },
    ]);
  });

  it('is taken at the public address too', async () => {
    const world = createHttpWorld({ publicUrl: new URL('https://rooms.example.com') });
    const headers = { host: 'rooms.example.com', 'x-docspace-signature-256': `sha256=${sign(text)}` };
    expect((await world.request(path, { method: 'POST', headers, body: text })).status).toBe(200);
  });

  it('is answered 503 when it cannot be kept, without the reason, so that the portal sends it again', async () => {
    const world = createHttpWorld();
    world.state.acceptFailure = new Error('connection to 10.0.0.7 refused');
    const answer = await post(world, text);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('10.0.0.7');
    expect(world.state.logged).toContain('delivery could not be kept');
  });

  it.each([
    ['a trigger that no blueprint listens to', { ...delivery, event: { ...delivery.event, trigger: 'file.created' } }],
    ['the trigger of old samples', { ...delivery, event: { ...delivery.event, trigger: 'user.added' } }],
    ['no payload', { event: delivery.event }],
    ['no id in the payload', { ...delivery, payload: {} }],
    ['no id of the event', { ...delivery, event: { trigger: 'user.created' } }],
    ['a list', []],
    ['null', null],
  ])('with %s is answered 200 and starts nothing', async (_, body) => {
    const world = createHttpWorld();
    const answer = await post(world, JSON.stringify(body));
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ignored' }]);
    expect(world.state.accepted).toEqual([]);
  });

  it('that is no JSON is answered 400', async () => {
    expect((await post(createHttpWorld(), '{"event":')).status).toBe(400);
  });
});

describe('the signature', () => {
  const right = sign(text);

  it.each([
    ['upper case', `sha256=${right}`],
    ['lower case', `sha256=${right.toLowerCase()}`],
    ['spaces around', `  sha256=${right} `],
  ])('is taken in %s', async (_, signature) => {
    expect((await post(createHttpWorld(), text, signature)).status).toBe(200);
  });

  it.each([
    ['empty', ''],
    ['without the prefix', right],
    ['with another prefix', `sha1=${right}`],
    ['too short', `sha256=${right.slice(2)}`],
    ['too long', `sha256=${right}00`],
    ['of another body', `sha256=${sign(`${text} `)}`],
    ['of another secret', `sha256=${sign(text, 'another')}`],
    ['no hex', `sha256=${'z'.repeat(64)}`],
  ])('is refused when %s', async (_, signature) => {
    const world = createHttpWorld();
    expect((await post(world, text, signature)).status).toBe(401);
    expect(world.state.accepted).toEqual([]);
  });

  it('is refused when missing', async () => {
    expect((await createHttpWorld().request(path, { method: 'POST', body: text })).status).toBe(401);
  });

  it('may be made with any of several secrets', async () => {
    const world = createHttpWorld({ secrets: ['old', 'new'] });
    expect((await post(world, text, `sha256=${sign(text, 'old')}`)).status).toBe(200);
    expect((await post(world, text, `sha256=${sign(text, 'new')}`)).status).toBe(200);
  });

  it('is made over the raw bytes, not over what they mean', async () => {
    expect((await post(createHttpWorld(), text, `sha256=${sign(JSON.stringify(delivery))}`)).status).toBe(401);
  });

  it('counts before the content: unsigned nonsense is 401, not 400', async () => {
    expect((await post(createHttpWorld(), '{"event":', 'sha256=00')).status).toBe(401);
  });
});

describe('the size', () => {
  const limit = 2 * 1024 * 1024;

  it('may be 2 MB', async () => {
    const body = `${text}${' '.repeat(limit - text.length)}`;
    expect((await post(createHttpWorld(), body)).status).toBe(200);
  });

  it('is refused by the announced length', async () => {
    const headers = { 'content-length': String(limit + 1) };
    expect((await createHttpWorld().request(path, { method: 'POST', headers, body: text })).status).toBe(413);
  });

  it('is refused by what comes, without reading on', async () => {
    let sent = 0;
    const large = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 100) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const init = { method: 'POST', headers: { host: '127.0.0.1:3000' }, body: large, duplex: 'half' as const };
    const answer = await createHttpWorld().app.request(`http://127.0.0.1:3000${path}`, init, {});
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(40);
  });
});
