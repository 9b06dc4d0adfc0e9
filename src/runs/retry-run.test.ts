import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { createSealer } from '../base/seal.ts';
import { Secret } from '../base/secret.ts';
import { retryRun } from './retry-run.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function retry(runId: string) {
  return retryRun(runId, world.engine, world.parts.runs);
}

it('refuses a run that there is not', async () => {
  await expect(retry('nobody')).rejects.toMatchObject({ kind: 'not-found', message: 'There is no run nobody.' });
});

it.each(['queued', 'running', 'done', 'nothing-to-do', 'skipped'])('refuses a run that is %s', async (state) => {
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.parts.runs.insertQueued(input);
  await world.database.query('update runs set state = $1', [state]);
  await expect(retry(input.runId)).rejects.toMatchObject({
    kind: 'conflict',
    message: `Run ${input.runId} is ${state}: only a failed, waiting or cancelled run can be retried.`,
    hint: anyText,
  });
});

it('queues a failed run again, once, however many ask for it', async () => {
  await world.fail('createRoom', { status: 402 });
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.apply(input);
  const answers = await Promise.allSettled([retry(input.runId), retry(input.runId), retry(input.runId)]);
  const states = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.state] : []));
  expect(states).toContain('queued');
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done', input: { attempt: 2 } });
  await expect(retry(input.runId)).rejects.toMatchObject({ kind: 'conflict' });
});

it('lets a waiting run go on at once, in the document that it started with', async () => {
  await world.fail('createRoom', { status: 503 }, 2);
  const input = world.input(world.sandbox.ids.people.aiko);
  expect(await world.apply(input)).toMatchObject({ state: 'waiting' });
  await retry(input.runId);
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done', input: { documentHash: world.homeRoom } });
});

it('finishes a run whose secrets another key had sealed, once the key is back', async () => {
  const documentHash = await world.save(secretRoom);
  const { sealer } = world.parts;
  const input = world.input('', {
    ...{ blueprint: 'secret-room', documentHash, subject: 'key:acme', inputs: { id: 'acme' } },
    sealed: { word: sealer.seal('Geheim-4711!') },
  });
  world.parts.sealer = createSealer(new Secret('sk-another'));
  expect(await world.apply(input)).toMatchObject({
    state: 'failed',
    error: { kind: 'invalid-input', message: textWith('A secret input cannot be read any more.'), hint: anyText },
  });
  world.parts.sealer = sealer;
  await retry(input.runId);
  const run = await world.follow(input.runId, 2);
  expect(run).toMatchObject({ state: 'done' });
  expect(await world.parts.portal.links(run.room?.id ?? 0)).toHaveLength(1);
  const rooms = await world.parts.portal.roomsOwnedBy(world.sandbox.ids.people.owner);
  expect(rooms.filter(({ title }) => title === 'Secret')).toHaveLength(1);
});

const secretRoom = `apiVersion: concierge/v1
kind: Room
name: secret-room
on: { http: true }
key: "{{ id }}"
inputs: { id: string, word: { type: string, secret: true } }
room: { title: Secret, type: custom, link: { kind: external, level: viewer, password: "{{ word }}" } }
`;
