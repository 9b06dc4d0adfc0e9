import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createApiRoutes } from '../../src/http/api.ts';
import { createHttpWorld } from '../support/http-world.ts';
import { makeRun } from '../support/make-run.ts';
import { mutatedText, mutatedValue, strangersText, tryInputs } from './support/try-inputs.ts';

const routes = createApiRoutes(createHttpWorld().parts);
const Problem = z.object({ title: z.string(), status: z.int(), detail: z.string(), kind: z.string() });

const bodies = [
  { inputs: { client: { id: 'c1', email: 'a@b.example' } }, recreate: false },
  { person: 'ada@example.com' },
  { name: 'CRM', role: 'operator', blueprints: ['client-room'], expiresInDays: 5 },
  { delete: true, mails: 5, blueprint: 'client-room' },
];
const headerText = strangersText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''));
const requests = fc.record({
  route: fc.constantFrom(...routes),
  segment: fc.oneof(fc.constantFrom('r1', 'client-room', '7'), strangersText),
  query: fc.oneof(
    fc.constant(''),
    mutatedText(['limit=5&state=failed&before=r1', 'format=csv&since=2026-07-01T00:00:00Z&room=5&after=7']),
  ),
  body: fc.oneof(
    mutatedValue(bodies).map((body) => JSON.stringify(body)),
    mutatedText(bodies.map((body) => JSON.stringify(body))),
    strangersText,
  ),
  type: fc.constantFrom('application/json', 'text/plain', 'application/problem+json', ''),
  key: fc.option(headerText, { nil: undefined }),
});

type Request = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

function aWorld() {
  const world = createHttpWorld();
  world.state.runs.set('r1', makeRun({ id: 'r1', blueprint: 'client-room', state: 'failed' }));
  return world;
}

async function ask(
  world: ReturnType<typeof aWorld>,
  { route, segment, query, body, type, key }: Request,
  token: object,
) {
  const path = route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(segment.toWellFormed()));
  return world.request(`/api${path}?${encodeURI(query.toWellFormed())}`, {
    method: route.method.toUpperCase(),
    headers: {
      ...token,
      ...(type ? { 'content-type': type } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(route.method === 'post' ? { body } : {}),
  });
}

it('answers every request with what was asked for or a problem, and never with a mistake of its own', async () => {
  const world = aWorld();
  const token = await world.authorize('admin');
  await tryInputs('API requests of an admin', requests, async (request) => {
    const answer = await ask(world, request, token);
    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400) Problem.parse(await answer.json());
    else await answer.body?.cancel();
  });
  expect(world.state.logged).not.toContain('request failed');
});

it('lets nobody do anything who may only look, or is not known', async () => {
  const world = aWorld();
  const viewer = await world.authorize('viewer');
  const strangers = fc.tuple(
    requests,
    fc.oneof(
      fc.constant(viewer),
      headerText.map((text) => ({ authorization: text })),
    ),
  );
  await tryInputs('API requests of strangers and viewers', strangers, async ([request, token]) => {
    const answer = await ask(world, request, token);
    expect(answer.status).toBeLessThan(500);
    if (token !== viewer) expect(answer.status).toBeGreaterThanOrEqual(400);
    else await answer.body?.cancel();
  });
  expect(world.state.started).toEqual([]);
  expect([...world.records.tokens.values()].map(({ name }) => name)).toEqual(['a viewer']);
  expect(world.state.runs.get('r1')?.state).toBe('failed');
});
