import { expect, it } from 'vitest';
import { createHttpWorld } from '../../../test/support/http-world.ts';

it('tells the limits, to those who may look', async () => {
  const world = createHttpWorld();
  expect((await world.request('/api/limits')).status).toBe(401);
  const answer = await world.request('/api/limits', { headers: await world.authorize('viewer') });
  expect(await answer.json()).toEqual({ limits: 'none', isLearnt: false, openRuns: 0, waitingRuns: 0 });
});
