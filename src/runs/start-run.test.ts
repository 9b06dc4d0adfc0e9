import { expect, it } from 'vitest';
import { nextAttempt, runIdOf, workIdOf } from './start-run.ts';

it('gives the same cause the same id, and any other one another', () => {
  const id = runIdOf('home-room', 'person:a', 'delivery 1');
  expect(id).toMatch(/^[0-9a-f]{20}$/);
  expect(runIdOf('home-room', 'person:a', 'delivery 1')).toBe(id);
  const others = [
    runIdOf('home-roo', 'mperson:a', 'delivery 1'),
    runIdOf('home-room', 'person:ad', 'elivery 1'),
    runIdOf('home-room', 'person:a', 'delivery 2'),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});

it('gives each attempt work of its own, which goes on from what is there', () => {
  const input = {
    runId: 'r',
    attempt: 1,
    blueprint: 'b',
    documentHash: 'h',
    subject: 'person:a',
    cause: { kind: 'person', name: 'me' },
    options: { repair: false, recreate: true },
  } as const;
  const next = nextAttempt(input);
  expect([workIdOf(input), workIdOf(next)]).toEqual(['r.1', 'r.2']);
  expect(next).toEqual({ ...input, attempt: 2, options: { repair: true, recreate: true } });
});
