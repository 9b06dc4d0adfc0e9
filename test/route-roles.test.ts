import { beforeEach, describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from './support/http-world.ts';
import { makeRun } from './support/make-run.ts';
import { includesRole, type Role, roles } from '../src/http/access-records.ts';
import { createApiRoutes } from '../src/http/api.ts';

interface Expected {
  /** The least role that may ask. */
  readonly least: Role;
  /**
   * What a token for another blueprint meets that has every role. `hidden`: 404, as if there were nothing. `refused`: 403. `filtered`: an
   * answer without what is not its own. `same`: nothing of it belongs to a blueprint.
   */
  readonly limited: 'hidden' | 'refused' | 'filtered' | 'same';
  /** What is sent, where an empty object is not enough. */
  readonly body?: object;
}

/**
 * Who may ask for what, written down apart from the routes themselves: a new route fails here until somebody has decided, and a role
 * that is changed by mistake fails too.
 */
const expected: Readonly<Record<string, Expected>> = {
  'get /blueprints': { least: 'viewer', limited: 'filtered' },
  'get /blueprints/{name}': { least: 'viewer', limited: 'hidden' },
  'post /blueprints/{name}/plan': { least: 'operator', limited: 'refused' },
  'post /blueprints/{name}/runs': { least: 'operator', limited: 'refused' },
  'get /runs': { least: 'viewer', limited: 'filtered' },
  'get /runs/{id}': { least: 'viewer', limited: 'hidden' },
  'get /runs/{id}/events': { least: 'viewer', limited: 'hidden' },
  'get /runs/{id}/calls': { least: 'viewer', limited: 'hidden' },
  'post /runs/{id}/retry': { least: 'operator', limited: 'hidden' },
  'post /runs/{id}/undo': { least: 'operator', limited: 'hidden' },
  'post /rooms/{id}/archive': { least: 'operator', limited: 'refused' },
  'post /rooms/{id}/close-out': { least: 'operator', limited: 'refused' },
  'get /tokens': { least: 'admin', limited: 'refused' },
  'post /tokens': { least: 'admin', limited: 'refused', body: { name: 'x', role: 'admin' } },
  'delete /tokens/{name}': { least: 'admin', limited: 'refused' },
  'get /audit': { least: 'admin', limited: 'refused' },
  'get /allowances': { least: 'viewer', limited: 'filtered' },
  'post /allowances/{blueprint}': { least: 'operator', limited: 'refused', body: { mails: 1 } },
  'post /people/forget': { least: 'admin', limited: 'refused', body: { person: 'ada@example.com' } },
  'get /rooms': { least: 'viewer', limited: 'filtered' },
  'get /rooms/{id}': { least: 'viewer', limited: 'hidden' },
  'get /rooms/{id}/links': { least: 'operator', limited: 'hidden' },
  'post /rooms/{id}/check': { least: 'operator', limited: 'hidden' },
  'post /rooms/{id}/fix': { least: 'operator', limited: 'hidden' },
  'get /guests': { least: 'viewer', limited: 'filtered' },
  'post /rooms/{id}/guests/remove': { least: 'operator', limited: 'hidden', body: { item: 'member:a@b.example' } },
  'post /rooms/{id}/guests/extend': {
    ...{ least: 'operator', limited: 'hidden' },
    body: { item: 'member:a@b.example', until: '2099-01-31T00:00:00Z' },
  },
  'get /runs/{id}/undo': { least: 'operator', limited: 'hidden' },
  'post /runs/{id}/cancel': { least: 'operator', limited: 'hidden' },
  'post /blueprints/{name}/csv': { least: 'operator', limited: 'refused', body: { file: 'a.csv', text: 'x' } },
  'post /blueprints/{name}/csv/check': { least: 'operator', limited: 'refused', body: { file: 'a.csv', text: 'x' } },
  'get /batches': { least: 'viewer', limited: 'filtered' },
  'get /batches/{id}': { least: 'viewer', limited: 'hidden' },
  'get /batches/{id}/result': { least: 'viewer', limited: 'hidden' },
  'get /deliveries': { least: 'viewer', limited: 'filtered' },
  'post /deliveries/{id}/replay': { least: 'operator', limited: 'refused' },
  'get /session': { least: 'viewer', limited: 'same' },
  'get /overview': { least: 'viewer', limited: 'same' },
  'get /overview/chart': { least: 'viewer', limited: 'filtered' },
  'get /events': { least: 'viewer', limited: 'same' },
  'get /freeze': { least: 'viewer', limited: 'same' },
  'post /freeze': { least: 'admin', limited: 'refused' },
  'delete /freeze': { least: 'admin', limited: 'refused' },
  'get /doctor': { least: 'operator', limited: 'same' },
  'get /connectors': { least: 'operator', limited: 'same' },
  'post /alerts/test': { least: 'admin', limited: 'refused' },
  'post /connectors/{name}/test': { least: 'admin', limited: 'refused' },
  'get /search/people': { least: 'operator', limited: 'same' },
  'get /search/groups': { least: 'operator', limited: 'same' },
  'post /sandbox/people': { least: 'operator', limited: 'same' },
  'post /sandbox/guests': { least: 'operator', limited: 'same' },
  'post /sandbox/archive': { least: 'operator', limited: 'same' },
  'get /limits': { least: 'viewer', limited: 'same' },
  'get /openapi.json': { least: 'viewer', limited: 'same' },
};

/** Pages for people, by the same rule. */
const pages: Readonly<Record<string, Expected>> = {
  'get /metrics': { least: 'viewer', limited: 'refused' },
  ...Object.fromEntries(
    ['/runs', '/blueprints', '/batches', '/rooms', '/guests', '/deliveries', '/settings'].flatMap((place) =>
      [place, `${place}/*`].map((path) => [`get ${path}`, { least: 'viewer', limited: 'same' } as const]),
    ),
  ),
  'get /': { least: 'viewer', limited: 'same' },
  'get /assets/:name': { least: 'viewer', limited: 'same' },
  'get /api-reference': { least: 'viewer', limited: 'same' },
};

/** What answers anybody. */
const open = [
  ...['get /docspace/webhook', 'post /docspace/webhook', 'get /healthz', 'get /readyz'],
  ...['get /login', 'post /login', 'post /logout'],
];

const routes = createApiRoutes(createHttpWorld().parts);
const json = { 'content-type': 'application/json' };
let world: HttpWorld;

beforeEach(async () => {
  world = createHttpWorld();
  world.state.runs.set('r1', makeRun({ id: 'r1', blueprint: 'client-room', state: 'failed' }));
  await world.authorize('viewer');
});

/** The path of something that is there. */
function concrete(path: string): string {
  const ids: Record<string, string> = { rooms: '7', batches: 'b1', deliveries: '1' };
  const values: Record<string, string> = { id: ids[path.split('/')[1] ?? ''] ?? 'r1', blueprint: 'client-room' };
  const name = path.startsWith('/tokens') ? 'a%20viewer' : 'client-room';
  return path.replaceAll(/[{:](\w+)\}?/g, (_, key: string) => values[key] ?? name);
}

function ask(
  route: string,
  headers: Record<string, string>,
  { body = {} }: Pick<Expected, 'body'> = {},
): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const isPage = Object.hasOwn(pages, route);
  return Promise.resolve(
    world.request(`${isPage ? '' : '/api'}${concrete(path)}`, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(method === 'post' ? json : {}) },
      ...(method === 'post' ? { body: JSON.stringify(body) } : {}),
    }),
  );
}

it('knows every route of the API, and no other', () => {
  const known = routes.map(({ method, path }) => `${method} ${path}`);
  expect(known.toSorted()).toEqual(Object.keys(expected).toSorted());
});

it('knows everything else that answers, so that nothing answers by oversight', () => {
  const api = routes.map(({ method, path }) => `${method} /api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  const answering = new Set(
    world.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`),
  );
  expect([...answering].toSorted()).toEqual([...api, ...Object.keys(pages), ...open].toSorted());
});

describe.each(Object.entries({ ...expected, ...pages }))('%s', (route, expectation) => {
  const { least, limited } = expectation;

  it('answers nobody unknown, by no token, a wrong one or a made-up session', async () => {
    const cookie = { cookie: 'concierge_session_3000=made-up', origin: world.origin };
    for (const headers of [{}, { authorization: 'Bearer ct_wrong' }, cookie]) {
      expect((await ask(route, headers, expectation)).status).toBe(401);
    }
    expect(world.state.started).toEqual([]);
  });

  it.each(roles)(`answers a token of the role %s as ${least} and above`, async (role) => {
    const { status } = await ask(route, await world.authorize(role), expectation);
    if (includesRole(role, least)) expect(status).toBeLessThan(400);
    else expect(status).toBe(403);
  });

  it(`is ${limited} for a token of another blueprint`, async () => {
    const answer = await ask(route, await world.authorize('admin', ['home-room']), expectation);
    const wanted = { hidden: 404, refused: 403, filtered: 200, same: 200 }[limited];
    expect(answer.status).toBe(wanted);
    const text = await answer.text();
    if (limited === 'filtered') expect(text).not.toContain('client-room');
    expect(world.state.started).toEqual([]);
  });

  it('takes a change by a session only from a page of its own', async () => {
    const { cookie } = await world.signInBrowser();
    const write = !route.startsWith('get ');
    expect((await ask(route, { cookie }, expectation)).status < 400).toBe(!write);
    expect((await ask(route, { cookie, origin: 'http://localhost:3000' }, expectation)).status < 400).toBe(!write);
    expect((await ask(route, { cookie, origin: world.origin }, expectation)).status).toBeLessThan(400);
  });
});
