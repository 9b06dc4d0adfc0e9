import { expect, it } from 'vitest';
import { createCliWorld } from '../../../test/support/cli-world.ts';

const room = {
  ...{ blueprint: 'home-room', subject: 'person:1', key: '1', title: 'Home – Ada', room: 77 },
  state: 'complete' as const,
};

it('lists kept rooms, and where to go on', async () => {
  const world = createCliWorld();
  world.state.rooms = { rooms: [room, { ...room, title: 'Home – Ben', state: 'retired' }], next: '9' };
  const { code, out, err } = await world.run('rooms --blueprint home-room --limit 2');
  expect([code, world.state.asked]).toEqual([0, [{ limit: 2, drift: false, blueprint: 'home-room' }]]);
  expect(out).toMatch(/77 +Home – Ada +home-room +complete\n.*Home – Ben +home-room +retired/);
  expect(err).toContain('--after 9');
});

it('names what differs from the blueprint, and ends with 2', async () => {
  const world = createCliWorld();
  world.state.rooms = {
    rooms: [
      { ...room, drift: { state: 'none' } },
      { ...room, title: 'Home – Ben', drift: { state: 'drifted', changes: ['+ folder Personal', '- tags old'] } },
      { ...room, title: 'Home – Cleo', drift: { state: 'unknown', reason: 'the portal does not allow it' } },
    ],
  };
  const { code, out } = await world.run('rooms --drift');
  expect(code).toBe(2);
  expect(out).toContain('as its blueprint says');
  expect(out).toContain('\nHome – Ben\n  + folder Personal\n  - tags old\n');
  expect(out).toContain('\nHome – Cleo\n  cannot be told: the portal does not allow it\n');
});

it('says that there is none, and refuses a limit that is none', async () => {
  expect((await createCliWorld().run('rooms')).out).toBe('No room is kept.\n');
  expect((await createCliWorld().run('rooms --limit 0')).code).toBe(2);
});
