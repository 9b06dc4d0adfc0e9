import { expect, it } from 'vitest';
import { createCliWorld } from '../../../test/support/cli-world.ts';
import type { SweepResult } from '../parts.ts';

const nothing: SweepResult = {
  ...{ blueprint: 'home-room', mode: 'report', limit: 20, looked: 17 },
  ...{ changes: [], needs: [], held: false, runIds: [], runs: [] },
};
const ada = { subject: 'person:ada', name: 'Ada Lovelace', what: 'the room is missing' };

async function sweep(result: Partial<SweepResult>, line = 'sweep') {
  const world = createCliWorld();
  world.state.sweeps = [{ ...nothing, ...result }];
  return { ...(await world.run(line)), asked: world.state.asked };
}

it('says that all is as it should be', async () => {
  expect(await sweep({})).toMatchObject({ code: 0, out: 'home-room\n  17 looked at, none would change\n' });
});

it('names what would change and what needs a person; changes are pending then', async () => {
  const needs = [{ subject: 'room:7', name: 'Press', what: 'only the owner may' }];
  const { code, out } = await sweep({ changes: [ada], needs });
  expect(out.split('\n').slice(1, 4)).toEqual([
    '  Ada Lovelace: the room is missing',
    '  Press: needs a person: only the owner may',
    '  1 of 17 would change, 1 need a person',
  ]);
  expect(code).toBe(2);
  expect((await sweep({ needs })).code).toBe(3);
});

it('says how each run came out, and what to do about too many', async () => {
  const run = { id: 'r1', blueprint: 'home-room', subject: 'person:ada', state: 'done' } as const;
  const runs = [{ ...run, cause: { kind: 'sweep' }, createdAt: '2026-07-01T10:00:00Z' } as const];
  const fixed = await sweep({ mode: 'fix', changes: [ada], runIds: ['r1'], runs }, 'sweep home-room --fix --limit 5');
  expect(fixed).toMatchObject({ code: 0, asked: [{ sweep: { blueprint: 'home-room', fix: true, limit: 5 } }] });
  expect(fixed.out).toContain('Ada Lovelace: the room is missing – done: everything is as the blueprint says');
  const held = await sweep({ mode: 'fix', changes: [ada], held: true, limit: 1 });
  expect(held.code).toBe(2);
  expect(held.out).toContain('more than the limit of 1: nothing was changed; raise it with --limit 1');
  expect((await sweep({}, 'sweep --limit none')).code).toBe(2);
});
