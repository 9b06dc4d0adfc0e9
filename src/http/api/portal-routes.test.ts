import { expect, it } from 'vitest';
import { createHttpWorld } from '../../../test/support/http-world.ts';

it('lists kept rooms as they are asked for', async () => {
  const world = createHttpWorld();
  const headers = await world.authorize('viewer');
  const answer = await world.request('/api/rooms?blueprint=home-room&limit=5&after=3&drift=true', { headers });
  expect([answer.status, await answer.json()]).toMatchObject([200, { rooms: [{ title: 'Acme' }], next: '7' }]);
  await world.request('/api/rooms', { headers });
  expect(world.state.roomQueries).toEqual([
    { limit: 5, drift: true, blueprint: 'home-room', after: '3' },
    { limit: 50, drift: false },
  ]);
});

it.each(['limit=0', 'limit=201', 'limit=x', 'after=-1', 'drift=perhaps'])('refuses %s', async (query) => {
  const world = createHttpWorld();
  const answer = await world.request(`/api/rooms?${query}`, { headers: await world.authorize('viewer') });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(query.split('=')[0]);
  expect(world.state.roomQueries).toEqual([]);
});

it('tells the limits, to those who may look', async () => {
  const world = createHttpWorld();
  expect((await world.request('/api/limits')).status).toBe(401);
  const answer = await world.request('/api/limits', { headers: await world.authorize('viewer') });
  expect(await answer.json()).toEqual({ limits: 'none', isLearnt: false, openRuns: 0, waitingRuns: 0 });
});
