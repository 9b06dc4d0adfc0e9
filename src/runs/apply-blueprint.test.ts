import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { createMailer } from '../connectors/smtp.ts';
import { describeRun } from './describe-run.ts';
import { createLookups } from './lookups.ts';
import { resumeWaiting } from './resume-waiting.ts';
import { retryRun } from './retry-run.ts';

let world: RunWorld;
let aiko: string;

beforeAll(async () => {
  world = await startRunWorld();
  aiko = world.sandbox.ids.people.aiko;
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const title = 'Home – Aiko Tanaka';
const repair = { options: { repair: true, recreate: false } };
const recreate = { options: { repair: true, recreate: true } };

async function homeRooms() {
  const all = await world.parts.portal.roomsOwnedBy(world.sandbox.ids.people.owner);
  return all.filter((room) => room.title === title);
}

async function homeRoom() {
  const [room] = await homeRooms();
  if (!room) throw new Error('there is no home room');
  return room;
}

/** How many mails went out in this test. */
const mails = (() => {
  let before = 0;
  beforeEach(() => {
    before = world.mailServer.mails.length;
  });
  return () => world.mailServer.mails.slice(before);
})();

async function retry(runId: string, attempt: number) {
  await retryRun(runId, world.engine, world.parts.runs);
  return world.follow(runId, attempt);
}

describe('a new member', () => {
  it('gets a room with everything in it, and a mail', async () => {
    const run = await world.apply(world.input(aiko));
    const room = await homeRoom();
    expect(run).toMatchObject({ state: 'done', subjectName: 'Aiko Tanaka', room: { id: room.id, title }, remarks: [] });
    const { folders, files } = await world.parts.portal.folder(room.id);
    expect(folders.map((folder) => folder.title).toSorted()).toEqual(['Documents', 'Personal', 'Shared with me']);
    expect(files).toHaveLength(3);
    const members = (await world.parts.portal.members(room.id)).filter(({ isOwner }) => !isOwner);
    expect(members.map(({ name, level }) => `${name} ${String(level)}`).toSorted()).toEqual([
      'Aiko Tanaka content-creator',
      'People & Culture viewer',
    ]);
    expect(mails()).toMatchObject([
      { envelope: { to: ['aiko.tanaka@halden-moor.example'] }, message: { subject: 'Welcome to DocSpace' } },
    ]);
    expect(mails()[0]?.message.text).toContain(room.url);
    expect(await world.parts.keptRooms.find('home-room', aiko)).toMatchObject({ state: 'complete', roomId: room.id });
  });

  it('is told once, however many events there are', async () => {
    await world.apply(world.input(aiko));
    const again = await world.apply(world.input(aiko));
    expect(again).toMatchObject({ state: 'nothing-to-do', reason: 'the room was made before', room: { title } });
    expect(await homeRooms()).toHaveLength(1);
    expect(mails()).toHaveLength(1);
  });

  it('gets one room when several runs are started at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => world.apply(world.input(aiko))));
    expect(runs.map(({ state }) => state).toSorted()).toEqual(['done', 'nothing-to-do', 'nothing-to-do']);
    expect(await homeRooms()).toHaveLength(1);
  });

  it('has a room without a mail when no mail server is set, and the run says so', async () => {
    world.parts.connectors = { ...world.parts.connectors, mailer: createMailer({}) };
    const run = await world.apply(world.input(aiko));
    expect(run).toMatchObject({
      state: 'done',
      remarks: ['mail "Welcome to DocSpace" to aiko.tanaka@halden-moor.example was not sent: no mail server is set'],
    });
  });
});

describe('who gets no room', () => {
  it.each([
    ['greta', 'a guest'],
    ['maya', 'not active: invited, not signed up yet'],
    ['robert', 'not active'],
  ] as const)('is %s: %s', async (who, reason) => {
    const run = await world.apply(world.input(world.sandbox.ids.people[who]));
    expect(run).toMatchObject({ state: 'skipped', reason });
    expect(await world.parts.keptRooms.find('home-room', world.sandbox.ids.people[who])).toBeUndefined();
  });

  it('is whom the portal does not know', async () => {
    const run = await world.apply(world.input('99999999-9999-4999-8999-999999999999'));
    expect(run).toMatchObject({ state: 'skipped', reason: 'cannot be read: no such account in the portal' });
  });
});

describe('a room that is there', () => {
  it('has nothing to do when all is there, and is told nothing again', async () => {
    await world.apply(world.input(aiko));
    const run = await world.apply(world.input(aiko, repair));
    expect(run).toMatchObject({ state: 'nothing-to-do', reason: 'everything that the blueprint names is there' });
    expect(mails()).toHaveLength(1);
  });

  it('is set right where it drifted, and nothing else is touched', async () => {
    await world.apply(world.input(aiko));
    const room = await homeRoom();
    const { folders } = await world.parts.portal.folder(room.id);
    const personal = folders.find((folder) => folder.title === 'Personal');
    await world.sandbox.raw(`DELETE files/folder/${String(personal?.id)}`, { immediately: true });
    await world.parts.portal.createFolder(room.id, 'Of somebody');
    await world.parts.portal.share(room.id, [{ id: aiko, level: 'viewer' }], { notify: false });
    const run = await world.apply(world.input(aiko, repair));
    expect(run.state).toBe('done');
    const after = (await world.parts.portal.folder(room.id)).folders.map((folder) => folder.title);
    expect(after.toSorted()).toEqual(['Documents', 'Of somebody', 'Personal', 'Shared with me']);
    const members = await world.parts.portal.members(room.id);
    expect(members.find(({ id }) => id === aiko)?.level).toBe('content-creator');
    expect(mails()).toHaveLength(1);
  });

  it.each(['deleted', 'archived'] as const)(
    'stays so when a person %s it, until a new one is asked for',
    async (how) => {
      await world.apply(world.input(aiko));
      const old = await homeRoom();
      if (how === 'deleted') await world.parts.portal.deleteRoom(old.id);
      else await world.sandbox.control(`POST rooms/${old.id}/archive`);
      await expect.poll(() => homeRooms()).toEqual([]);

      const run = await world.apply(world.input(aiko, repair));
      expect(run).toMatchObject({ state: 'nothing-to-do', reason: textWith(`it was ${how}`) });
      expect(await world.parts.keptRooms.find('home-room', aiko)).toMatchObject({ state: 'retired' });
      expect(await world.apply(world.input(aiko, repair))).toMatchObject({ state: 'nothing-to-do' });
      expect(await homeRooms()).toEqual([]);

      expect(await world.apply(world.input(aiko, recreate))).toMatchObject({ state: 'done' });
      const anew = await homeRoom();
      expect(anew.id).not.toBe(old.id);
      expect(await world.parts.keptRooms.find('home-room', aiko)).toMatchObject({ state: 'complete', roomId: anew.id });
      expect(mails()).toHaveLength(2);
    },
  );
});

describe('a run that cannot go on', () => {
  it('fails before any room is made when something that it names does not exist', async () => {
    world.parts.env = { ...world.parts.env, HR_GROUP_ID: '99999999-9999-4999-8999-999999999999' };
    const run = await world.apply(world.input(aiko));
    expect(run).toMatchObject({
      state: 'failed',
      reason: 'Group 99999999-9999-4999-8999-999999999999 does not exist in the portal.',
      error: { kind: 'not-found', hint: textWith('no room was made') },
      endedAt: anyText,
    });
    expect(await homeRooms()).toEqual([]);
  });

  it('waits while the portal is away, and goes on when its time has come', async () => {
    await world.fail('createRoom', { status: 503 }, 2);
    const input = world.input(aiko);
    const run = await world.apply(input);
    expect(run).toMatchObject({ state: 'waiting', error: { kind: 'unavailable' } });
    expect(await resumeWaiting(world.engine, world.parts.runs)).toBe(0);
    await world.database.query('update runs set resume_at = now()');
    expect(await resumeWaiting(world.engine, world.parts.runs)).toBe(1);
    expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(await homeRooms()).toHaveLength(1);
    expect(mails()).toHaveLength(1);
  });

  it('waits while the database is away, with nothing done twice when it is back', async () => {
    const { keptRooms } = world.parts;
    const away = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    world.parts.keptRooms = { ...keptRooms, record: () => Promise.reject(away) };
    const input = world.input(aiko);
    const run = await world.apply(input);
    expect(run).toMatchObject({ state: 'waiting', reason: textWith('terminating connection') });
    world.parts.keptRooms = keptRooms;
    expect(await homeRooms()).toHaveLength(1);
    expect(await retry(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(await homeRooms()).toHaveLength(1);
    expect(mails()).toHaveLength(1);
  });

  it('waits longer each time', async () => {
    await world.fail('createRoom', { status: 503 }, 100);
    const waits: number[] = [];
    for (const attempt of [1, 2, 5, 40]) {
      const input = world.input(aiko, { attempt });
      await world.apply(input);
      const [row] = await world.database.query(
        'select round(extract(epoch from resume_at - now()) / 10)::int * 10 as seconds from runs where id = $1',
        [input.runId],
      );
      waits.push(Number(row?.['seconds']));
    }
    expect(waits).toEqual([30, 60, 600, 600]);
  });

  it('makes one room when the reply to its making is lost and the portal is away after', async () => {
    await world.fail('createRoom', { drop: 'after' });
    await world.fail('getRoomsFolder', { status: 503 }, 2);
    const input = world.input(aiko);
    expect(await world.apply(input)).toMatchObject({ state: 'waiting' });
    expect(await retry(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(await homeRooms()).toHaveLength(1);
  });

  it('keeps what was done, names what failed, and goes on from there', async () => {
    await world.fail('createFolder', { status: 403, body: { error: { message: 'no' } } });
    const input = world.input(aiko);
    const run = await world.apply(input);
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'forbidden' } });
    expect(run.reason).toMatch(/^Could not create folder /);
    const room = await homeRoom();
    expect((await world.parts.portal.folder(room.id)).folders).toHaveLength(2);
    expect(mails()).toEqual([]);

    const detail = await retry(input.runId, 2).then(() =>
      describeRun(input.runId, {
        engine: world.engine,
        runs: world.parts.runs,
        audit: { callsOf: () => Promise.resolve([]) },
      }),
    );
    expect(detail).toMatchObject({ state: 'done', attempt: 2, room: { id: room.id } });
    expect(detail?.plan?.actions.map(({ kind }) => kind)).toEqual(['create-folder']);
    expect((await world.parts.portal.folder(room.id)).folders).toHaveLength(3);
    expect(mails()).toHaveLength(1);
    await world.apply(world.input(aiko, repair));
    expect(mails()).toHaveLength(1);
  });

  it('owes a mail that was refused until it is sent, once', async () => {
    world.refused.set('aiko.tanaka@halden-moor.example', 550);
    const input = world.input(aiko);
    expect(await world.apply(input)).toMatchObject({ state: 'failed', error: { kind: 'rejected' } });
    expect(await world.parts.keptRooms.find('home-room', aiko)).toMatchObject({ state: 'making' });
    world.refused.clear();
    expect(await retry(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(mails()).toHaveLength(1);
    await world.apply(world.input(aiko, repair));
    expect(mails()).toHaveLength(1);
  });
});

it('names who could not be added, though the portal called it a success', async () => {
  const { lena, greta } = world.sandbox.ids.people;
  const portal = world.sandbox.portal(await world.sandbox.keyOf(lena));
  Object.assign(world.parts, { portal, lookups: createLookups(world.sandbox.portal()) });
  const documentHash = await world.save(
    [
      'apiVersion: concierge/v1',
      'kind: Room',
      'name: home-room',
      'on: { event: user.created }',
      'for: person',
      'key: "{{ person.id }}"',
      'room:',
      '  title: Project',
      '  type: collaboration',
      `  access: [{ user: ${greta}, level: viewer }]`,
      '',
    ].join('\n'),
  );
  const run = await world.apply(world.input(aiko, { documentHash }));
  expect(run).toMatchObject({
    state: 'done-with-remains',
    remarks: ['Greta Olsen could not be added as viewer: the portal left them out without saying why'],
  });
});
