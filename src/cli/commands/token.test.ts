import { expect, it } from 'vitest';
import { createCliWorld } from '../../../test/support/cli-world.ts';

it('makes a token with its limits, and shows it once', async () => {
  const world = createCliWorld();
  const line = 'token create CRM --role operator --blueprint client-room --blueprint home-room --expires-in-days 30';
  const { code, out, err } = await world.run(line);
  expect([code, out.trim()]).toEqual([0, 'ct_made']);
  expect(err).toContain('cannot be shown again');
  const limits = { blueprints: ['client-room', 'home-room'], expiresInDays: 30 };
  expect(world.state.asked).toEqual([{ name: 'CRM', role: 'operator', ...limits }]);
});

it('lists tokens by what people know of them', async () => {
  const { out } = await createCliWorld().run('token list');
  expect(out).toMatch(/CRM\s+operator\s+client-room\s+2026-07-01\s+never/);
});

it('takes a token back', async () => {
  const world = createCliWorld();
  expect((await world.run('token revoke CRM')).code).toBe(0);
  expect(world.state.asked).toEqual([{ revoke: 'CRM' }]);
});

it.each(['token create CRM', 'token create CRM --role boss', 'token create CRM --role viewer --expires-in-days 0'])(
  'refuses "%s"',
  async (line) => {
    expect((await createCliWorld().run(line)).code).toBe(2);
  },
);
