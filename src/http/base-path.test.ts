import { describe, expect, it } from 'vitest';
import { createHttpWorld } from '../../test/support/http-world.ts';

describe('a service below a path', () => {
  const world = createHttpWorld({ basePath: '/concierge', publicUrl: new URL('https://example.com/concierge') });

  it('answers with the path and, for proxies that cut it off, without', async () => {
    for (const path of ['/concierge/healthz', '/healthz']) expect((await world.request(path)).status).toBe(200);
    expect((await world.request('/conciergerie/healthz')).status).toBe(401);
    const delivery = await world.request('/concierge/docspace/webhook', { method: 'HEAD' });
    expect(delivery.status).toBe(200);
  });

  it('leads people to addresses below it, and keeps its cookie there', async () => {
    const turnedAway = await world.request('/concierge/runs', { headers: { accept: 'text/html' } });
    expect(turnedAway.headers.get('location')).toBe('/concierge/login?next=%2Fruns');
    const form = await (await world.request('/concierge/login?next=/runs')).text();
    expect(form).toContain('action="/concierge/login"');
    expect(form).toContain('href="/concierge/"');
    expect(form).not.toMatch(/(href|action|src)="\/(?!concierge)/);

    const code = await world.access.createLoginCode();
    const signedIn = await world.request(`/concierge/login?code=${code.reveal()}&next=/runs`);
    expect(signedIn.headers.get('set-cookie')).toMatch(/; Path=\/concierge; .*Secure/);
    expect(await signedIn.text()).toContain('content="0; url=/concierge/runs"');
  });

  it('says in its description where the API is', async () => {
    const answer = await world.request('/concierge/api/openapi.json', { headers: await world.authorize() });
    expect(await answer.json()).toMatchObject({ servers: [{ url: '/concierge' }] });
  });
});

it.each(['', '/concierge'])(
  'lets the dashboard find its scripts from whichever address it is opened at, below "%s"',
  async (basePath) => {
    const world = createHttpWorld({ basePath });
    const headers = { ...(await world.authorize()), accept: 'text/html' };
    const page = await (await world.request(`${basePath}/blueprints/client-room`, { headers })).text();
    expect(page).toContain(`src="${basePath}/assets/start.js"`);
  },
);
