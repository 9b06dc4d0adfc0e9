import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { createHttpWorld } from '../../test/support/http-world.ts';
import { makeRun } from '../../test/support/make-run.ts';

describe('closed by default', () => {
  it.each(['/api/runs', '/api/runs/1', '/api/nothing', '/nothing', '/', '/runs/1'])(
    'GET %s needs a token',
    async (path) => {
      const answer = await createHttpWorld().request(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ kind: 'unauthenticated', status: 401, title: 'Not signed in' });
    },
  );

  it.each(['Bearer ct_unknown', 'Bearer', 'Basic eDp5', 'ct_unknown'])('"%s" is not enough', async (authorization) => {
    expect((await createHttpWorld().request('/api/runs', { headers: { authorization } })).status).toBe(401);
  });

  it('sends browsers to the sign-in page and remembers where they wanted to go', async () => {
    const answer = await createHttpWorld().request('/runs/abc', { headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login?next=%2Fruns%2Fabc']);
  });

  it.each(['/docspace/webhook', '/healthz', '/readyz', '/login'])('%s answers anybody', async (path) => {
    expect((await createHttpWorld().request(path)).status).toBe(200);
  });

  it('answers no path and method with 410, which would make the portal forget us', async () => {
    const world = createHttpWorld();
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await world.request('/docspace/webhook', { method })).status).not.toBe(410);
    }
  });
});

describe('Host and Origin', () => {
  it.each([
    ['host', 'evil.example'],
    ['host', 'localhost:3001'],
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
  ])('a foreign %s (%s) is refused everywhere, token or not', async (name, value) => {
    const world = createHttpWorld();
    const headers = { ...(await world.authorize()), [name]: value };
    for (const path of ['/healthz', '/login', '/api/runs']) {
      expect((await world.request(path, { headers })).status).toBe(403);
    }
  });

  it('its own Origin is taken', async () => {
    const world = createHttpWorld();
    const headers = { ...(await world.authorize()), origin: world.origin };
    expect((await world.request('/api/runs', { headers })).status).toBe(200);
  });
});

describe('health', () => {
  it('is ready or says why not', async () => {
    const world = createHttpWorld();
    expect(await (await world.request('/readyz')).json()).toEqual({ status: 'ready' });
    world.state.readiness = { ready: false, reasons: ['The portal cannot be reached.'] };
    const answer = await world.request('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'not-ready', reasons: ['The portal cannot be reached.'] },
    ]);
    expect((await world.request('/healthz')).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['/healthz', '/login', '/nothing', '/api/runs'])('of %s carries the security headers', async (path) => {
    const { headers } = await createHttpWorld().request(path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self' 'nonce-[^']+'; script-src 'self' 'nonce-/,
    );
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('has a nonce of its own', async () => {
    const world = createHttpWorld();
    const [one, other] = await Promise.all([world.request('/login'), world.request('/login')]);
    const nonce = /nonce-([^']+)'/.exec(one.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    expect(await one.text()).toContain(`nonce="${nonce}"`);
    expect(other.headers.get('content-security-policy')).not.toContain(nonce);
  });
});

describe('the API', () => {
  it('lists runs by state, blueprint and page', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a' })).set('b', makeRun({ id: 'b', state: 'failed' }));
    world.state.next = 'place-2';
    const headers = await world.authorize('viewer');
    const answer = await world.request('/api/runs?state=failed&blueprint=home-room&before=place-1&limit=7', {
      headers,
    });
    expect(await answer.json()).toMatchObject({ runs: [{ id: 'b', state: 'failed' }], next: 'place-2' });
    expect(world.state.queries).toEqual([{ limit: 7, states: ['failed'], blueprint: 'home-room', before: 'place-1' }]);
  });

  it('gives 50 runs where nothing is asked', async () => {
    const world = createHttpWorld();
    await world.request('/api/runs', { headers: await world.authorize() });
    expect(world.state.queries).toEqual([{ limit: 50 }]);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'state=perfect', 'state=toString', 'color=red'])(
    'refuses ?%s',
    async (query) => {
      const world = createHttpWorld();
      const answer = await world.request(`/api/runs?${query}`, { headers: await world.authorize() });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/"hint":".+","kind":"invalid-input"/);
    },
  );

  it('shows one run', async () => {
    const world = createHttpWorld();
    world.state.runs.set('home-room:1', makeRun({ id: 'home-room:1', remarks: ['The mail was not sent.'] }));
    const answer = await world.request('/api/runs/home-room%3A1', { headers: await world.authorize() });
    expect(await answer.json()).toMatchObject({ id: 'home-room:1', remarks: ['The mail was not sent.'] });
  });

  it('knows no run of another id and no other path', async () => {
    const world = createHttpWorld();
    const headers = { ...(await world.authorize()), accept: 'text/html' };
    for (const path of ['/api/runs/x', '/api/nothing']) {
      const answer = await world.request(path, { headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    }
  });

  it('retries a failed run in the name of who asked', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed' }));
    const answer = await world.request('/api/runs/a/retry', {
      method: 'POST',
      headers: await world.authorize('operator'),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      202,
      { id: 'a', state: 'queued', cause: { name: 'a operator' } },
    ]);
  });

  it('lets a viewer retry nothing', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed' }));
    const answer = await world.request('/api/runs/a/retry', {
      method: 'POST',
      headers: await world.authorize('viewer'),
    });
    expect(answer.status).toBe(403);
    expect(world.state.runs.get('a')?.state).toBe('failed');
  });

  it('says why a run cannot be retried', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a' }));
    const answer = await world.request('/api/runs/a/retry', { method: 'POST', headers: await world.authorize() });
    expect([answer.status, await answer.json()]).toMatchObject([409, { detail: 'Only a failed run can be retried.' }]);
  });

  it('keeps the text of a defect to the log', async () => {
    const world = createHttpWorld();
    world.state.findFailure = new Error('password authentication failed for user "concierge"');
    const answer = await world.request('/api/runs/a', { headers: await world.authorize() });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('password');
    expect(world.state.logged).toContain('password authentication failed');
  });

  it('tells that the database is away as what passes, and no more of it', async () => {
    const world = createHttpWorld();
    world.state.findFailure = Object.assign(new Error('connect ECONNREFUSED 10.2.0.7:5432'), { code: 'ECONNREFUSED' });
    const answer = await world.request('/api/runs/a', { headers: await world.authorize() });
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { kind: 'unavailable', detail: 'The database does not answer.', hint: 'Ask again soon.' },
    ]);
    expect(world.state.logged).toContain('10.2.0.7');
  });

  it('tells an error of ours with its hint', async () => {
    const world = createHttpWorld();
    world.state.findFailure = new AppError('unavailable', 'The database is away.', { hint: 'Wait a moment.' });
    const answer = await world.request('/api/runs/a', { headers: await world.authorize() });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        type: 'urn:docspace-concierge:problem:unavailable',
        title: 'Not available now',
        status: 503,
        detail: 'The database is away.',
        hint: 'Wait a moment.',
        kind: 'unavailable',
      },
    ]);
  });

  it('refuses a body of more than a form', async () => {
    const world = createHttpWorld();
    const init = { method: 'POST', headers: { origin: world.origin }, body: 'x'.repeat(257 * 1024) };
    expect((await world.request('/login', init)).status).toBe(413);
  });
});
