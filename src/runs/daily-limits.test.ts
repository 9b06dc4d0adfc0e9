import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { readProjectFile } from '../../test/support/project-files.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { createDailyLimits } from './daily-limits.ts';
import { resumeWaiting } from './resume-waiting.ts';

let world: RunWorld;
let project: string;
let closing: string;

beforeAll(async () => {
  world = await startRunWorld();
  project = await world.save(readProjectFile('blueprints/project-room.yaml'));
  closing = await world.save(readProjectFile('blueprints/guest-close-out.yaml'));
});

beforeEach(async () => {
  await world.reset();
  await world.database.query('delete from daily_uses');
});

afterAll(() => world[Symbol.asyncDispose]());

const daily = () => world.daily;

function limit(invitations: number, mails: number): void {
  world.parts.daily = createDailyLimits(daily(), { invitations, mails });
}

const people = ['one', 'two', 'three'].map((name) => ({ email: `${name}@guest.example`, level: 'viewer' }));

function projectRun() {
  return world.input('', {
    ...{ blueprint: 'project-room', documentHash: project, subject: 'key:p1' },
    inputs: { project: { id: 'p1', title: 'Limits' }, people },
  });
}

async function goOn(runId: string, attempt: number) {
  expect(await resumeWaiting(world.engine, world.parts.runs)).toBe(1);
  return world.follow(runId, attempt);
}

async function guests(roomId: number): Promise<string[]> {
  const members = await world.parts.portal.members(roomId);
  return members.flatMap(({ email }) => (email?.endsWith('@guest.example') ? [email] : [])).toSorted();
}

it('invites as many as the day allows, says that the rest waits, and goes on when a person raises it', async () => {
  limit(2, 200);
  const sent = world.mailServer.mails.length;
  const input = projectRun();
  const first = await world.apply(input);
  expect(first).toMatchObject({
    state: 'waiting',
    error: { kind: 'rate-limited', hint: textWith('concierge allowances raise project-room --invitations 1') },
  });
  expect(await resumeWaiting(world.engine, world.parts.runs)).toBe(0);
  const [room] = await world.parts.portal
    .roomsOwnedBy(world.sandbox.ids.people.owner)
    .then((rooms) => rooms.filter(({ title }) => title === 'Limits'));
  expect(await guests(room?.id ?? 0)).toHaveLength(2);
  expect(await daily().today()).toMatchObject([{ kind: 'invitations', used: 2, waiting: 1 }]);

  await daily().raise({ kind: 'invitations', blueprint: 'project-room' }, 1);
  expect(await goOn(input.runId, 2)).toMatchObject({ state: 'done' });
  expect(await guests(room?.id ?? 0)).toHaveLength(3);
  const kept = await world.parts.keptRooms.find('project-room', 'p1');
  expect(kept?.items.filter(({ item }) => item.startsWith('member:'))).toHaveLength(3);
  expect(world.mailServer.mails.slice(sent).map(({ envelope }) => envelope.to)).toHaveLength(3);
});

it('writes to each once, though the day ended between them', async () => {
  limit(200, 1);
  const sent = world.mailServer.mails.length;
  const input = projectRun();
  expect(await world.apply(input)).toMatchObject({ state: 'waiting', error: { kind: 'rate-limited' } });
  await daily().raise({ kind: 'mails', blueprint: 'project-room' }, 5);
  expect(await goOn(input.runId, 2)).toMatchObject({ state: 'done' });
  const to = world.mailServer.mails.slice(sent).flatMap(({ envelope }) => envelope.to);
  expect(to.toSorted()).toEqual(people.map(({ email }) => email).toSorted());
});

it('tells the owner of a closed room later, when the day had no mail left', async () => {
  limit(200, 0);
  const { id } = await world.parts.portal.createRoom({ title: 'Closing', type: 'custom', tags: [] });
  await world.parts.portal.share(id, [{ email: 'new@guest.example', level: 'viewer' }], { notify: false });
  world.parts.alertTo = 'it@example.com';
  const input = world.input('', {
    ...{ blueprint: 'guest-close-out', documentHash: closing, subject: `room:${id}` },
    options: { repair: false, recreate: false, archive: true },
  });
  expect(await world.apply(input)).toMatchObject({ state: 'waiting' });
  const sent = world.mailServer.mails.length;
  await daily().raise({ kind: 'mails', blueprint: 'guest-close-out' }, 1);
  expect(await goOn(input.runId, 2)).toMatchObject({ state: 'done' });
  expect(world.mailServer.mails.slice(sent)).toHaveLength(1);
});
