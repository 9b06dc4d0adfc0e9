import { describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../test/support/http-world.ts';
import { makeRun } from '../../test/support/make-run.ts';

async function paste(world: HttpWorld, token: string, next = '/') {
  const headers = { origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' };
  return world.request('/login', { method: 'POST', headers, body: new URLSearchParams({ token, next }).toString() });
}

async function makeToken(world: HttpWorld): Promise<string> {
  return (await world.access.createFirstToken())?.reveal() ?? '';
}

describe('the one-time address', () => {
  it('opens a session that only our own pages can use', async () => {
    const world = createHttpWorld();
    const code = (await world.access.createLoginCode()).reveal();
    const answer = await world.request(`/login?code=${code}`);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^concierge_session_3000=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Strict$/,
    );
    expect(await answer.text()).toContain('content="0; url=/"');
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await world.request('/', { headers: { cookie } })).status).toBe(200);
  });

  it('sets a secure cookie where the public address is https', async () => {
    const world = createHttpWorld({ publicUrl: new URL('https://rooms.example.com') });
    const code = (await world.access.createLoginCode()).reveal();
    expect((await world.request(`/login?code=${code}`)).headers.get('set-cookie')).toContain('; Secure');
  });

  it('works once, and is not spent by a preview', async () => {
    const world = createHttpWorld();
    const path = `/login?code=${(await world.access.createLoginCode()).reveal()}`;
    expect((await world.request(path, { method: 'HEAD' })).headers.get('set-cookie')).toBeNull();
    expect((await world.request(path)).status).toBe(200);
    const again = await world.request(path);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await again.text()).toContain('This one-time address is used or too old.');
  });
});

describe('the form', () => {
  it('takes a token and goes on to the page that was asked for', async () => {
    const world = createHttpWorld();
    const answer = await paste(world, ` ${await makeToken(world)}\n`, '/runs/abc');
    expect(answer.headers.get('set-cookie')).toContain('concierge_session_3000=');
    expect(await answer.text()).toContain('url=/runs/abc');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example'])(
    'never goes on to %s',
    async (next) => {
      const world = createHttpWorld();
      expect(await (await paste(world, await makeToken(world), next)).text()).toContain('content="0; url=/"');
      const form = await world.request(`/login?next=${encodeURIComponent(next)}`);
      expect(await form.text()).toContain('name="next" value="/"');
    },
  );

  it('refuses an unknown token without repeating it', async () => {
    const answer = await paste(createHttpWorld(), 'ct_wrong');
    const page = await answer.text();
    expect(answer.status).toBe(401);
    expect(page).toContain('This token is not known.');
    expect(page).not.toContain('ct_wrong');
  });

  it('is taken only from our own page', async () => {
    const world = createHttpWorld();
    const body = new URLSearchParams({ token: await makeToken(world) }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await world.request('/login', { method: 'POST', headers, body })).status).toBe(403);
  });

  it('stops after many failures, also for a right token, until a minute has passed', async () => {
    const world = createHttpWorld();
    const token = await makeToken(world);
    for (let attempt = 0; attempt < 20; attempt += 1) expect((await paste(world, 'ct_wrong')).status).toBe(401);
    expect((await paste(world, token)).status).toBe(429);
    world.state.now = new Date(world.state.now.getTime() + 60_000);
    expect((await paste(world, token)).status).toBe(200);
  });
});

describe('a session', () => {
  it('writes only from a page of the same address', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed' }));
    const session = await world.signInBrowser();
    const retry = (headers: Record<string, string>) =>
      world.request('/api/runs/a/retry', { method: 'POST', headers: { ...session, ...headers } });
    expect((await retry({})).status).toBe(403);
    expect((await retry({ origin: 'http://localhost:3000' })).status).toBe(403);
    expect(world.state.runs.get('a')?.state).toBe('failed');
    const answer = await retry({ origin: world.origin });
    expect(answer.status).toBe(202);
    expect(world.state.runs.get('a')?.state).toBe('queued');
  });

  it('ends with the sign-out', async () => {
    const world = createHttpWorld();
    const session = await world.signInBrowser();
    const answer = await world.request('/logout', { method: 'POST', headers: { ...session, origin: world.origin } });
    expect(answer.headers.get('location')).toBe('/login');
    expect(world.records.sessions.size).toBe(0);
    expect((await world.request('/', { headers: session })).status).toBe(303);
  });
});
