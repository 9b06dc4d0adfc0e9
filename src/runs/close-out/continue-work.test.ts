import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startCloseOutWorld } from '../../../test/support/close-out-world.ts';
import { textWith } from '../../../test/support/matchers.ts';
import { AppError } from '../../base/errors.ts';

let world: Awaited<ReturnType<typeof startCloseOutWorld>>;

beforeAll(async () => {
  world = await startCloseOutWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const many = 50;
const turnOn = `insert into installation (name, value)
  values ('freeze', '{"by":"Ada","since":"2026-07-01T12:00:00.000Z"}')`;
const heal = () => world.sandbox.control('DELETE faults');
const mailsTo = (address: string) => world.mailServer.mails.filter(({ envelope }) => envelope.to.includes(address));
const marcusMail = 'marcus.boateng@halden-moor.example';

describe('a close-out that did not come to its end', () => {
  it('finds the room that could not be archived again, and tells of what was removed', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('archiveRoom', { status: 500 }, many);
    const run = await world.close(roomId);
    expect(run.state).toBe('waiting');
    expect(await world.stateOf(roomId)).toMatchObject({ archived: false });
    await heal();
    const reason = textWith('1 guest and 1 link removed; the room was open for');
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 0, members: ['Aiko Tanaka viewer'] });
    expect(await world.reports()).toHaveLength(1);
  });

  it('is gone on with by the run of its own archiving, and told of once', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('setRoomSecurity', { status: 500 }, many);
    const run = await world.close(roomId);
    expect(run.state).toBe('waiting');
    await heal();
    const other = await world.close(roomId);
    expect(other).toMatchObject({ state: 'done', reason: textWith('1 guest and 1 link') });
    const reason = 'what this run began has been carried out to its end';
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason });
    const [report, second] = await world.reports();
    expect([report, second]).toEqual([expect.stringContaining(run.id), undefined]);
  });

  it.each(['frozen', 'cancelled'])(
    'is put back by another run that goes on with it, though that is %s meanwhile',
    async (how) => {
      const roomId = await world.anArchivedRoom('owner');
      await world.fail('setRoomSecurity', { status: 500 }, many);
      const run = await world.close(roomId);
      expect(run.state).toBe('waiting');
      await heal();
      const { portal } = world.parts;
      world.parts.portal = {
        ...portal,
        async removeAccess(...order) {
          if (how === 'frozen') await world.database.query(turnOn);
          else await world.database.query(`update runs set cancel_asked_by = 'Ada' where state = 'running'`);
          await portal.removeAccess(...order);
          throw new AppError('unavailable', 'The portal went away.');
        },
      };
      const other = await world.close(roomId);
      expect(other.state).toBe(how === 'frozen' ? 'waiting' : 'cancelled');
      expect(await world.stateOf(roomId)).toMatchObject({ archived: true });
      await world.database.query(`delete from installation where name = 'freeze'`);
      world.parts.portal = portal;
      const remaining = textWith('1 guest and 1 link');
      expect(await world.goOn(run)).toMatchObject({ state: 'done', reason: remaining });
    },
  );

  it('needs no room to be opened again to write its report', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('createTextFile', { status: 500 }, many);
    const run = await world.close(roomId);
    expect(run.state).toBe('waiting');
    await heal();
    await world.forgetCalls();
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason: textWith('1 guest and 1 link') });
    expect(await world.writes()).toEqual(['createTextFile']);
    expect(await world.reports()).toHaveLength(1);
  });

  it('gives back what was borrowed, and knows whose it was', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    const { marcus, owner } = world.sandbox.ids.people;
    await world.sandbox.control('POST faults', {
      match: { operation: 'changeFileOwner', nth: 2, times: many },
      fault: { status: 500 },
    });
    const run = await world.close(roomId, {}, world.borrowing);
    expect(run.state).toBe('waiting');
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, ownerId: owner });
    await heal();
    const before = mailsTo(marcusMail).length;
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason: textWith('1 guest and 1 link') });
    const left = { archived: true, ownerId: marcus, members: ['Aiko Tanaka viewer'], links: 0 };
    expect(await world.stateOf(roomId, 'marcus')).toEqual(left);
    expect(mailsTo(marcusMail)).toHaveLength(before + 1);
  });

  it('has ended when a person took the room out meanwhile', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('setRoomSecurity', { status: 500 }, many);
    const run = await world.close(roomId);
    await heal();
    await world.move(roomId, false);
    await world.forgetCalls();
    expect(await world.goOn(run)).toMatchObject({ state: 'nothing-to-do' });
    expect(await world.writes()).toEqual([]);
  });
});

describe('a borrowed room', () => {
  it('is not opened again by what its own archiving starts, until somebody took it out', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    expect(await world.close(roomId, {}, world.borrowing)).toMatchObject({ state: 'done' });
    await world.forgetCalls();
    expect(await world.close(roomId, {}, world.borrowing)).toMatchObject({ state: 'nothing-to-do' });
    expect(await world.writes()).toEqual([]);
    await world.sandbox.control('PUT clock', { advanceMs: 5_000 });
    await world.move(roomId, false, 'marcus');
    await (await world.as('marcus')).primaryLink(roomId);
    await world.move(roomId, true, 'marcus');
    expect(await world.close(roomId, {}, world.borrowing)).toMatchObject({ reason: textWith('1 link removed') });
  });

  it('is archived by us without ever being open to guests', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    await world.move(roomId, false, 'marcus');
    await world.forgetCalls();
    expect(await world.close(roomId, { archive: true }, world.borrowing)).toMatchObject({ state: 'done' });
    const { marcus } = world.sandbox.ids.people;
    const left = { archived: true, ownerId: marcus, members: ['Aiko Tanaka viewer'], links: 0 };
    expect(await world.stateOf(roomId, 'marcus')).toEqual(left);
    expect((await world.writes()).slice(-2)).toEqual(['archiveRoom', 'createTextFile']);
  });
});

describe('a guest', () => {
  it('who joins while links are removed goes too, though nobody was there before', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const portal = await world.as('owner');
    const guest = (await portal.members(roomId)).find(({ kind }) => kind === 'guest')?.id ?? '';
    await world.move(roomId, false);
    await portal.removeAccess(roomId, [guest]);
    await world.move(roomId, true);
    const { portal: usual } = world.parts;
    world.parts.portal = {
      ...usual,
      async removeLink(...args) {
        await portal.share(roomId, [{ id: guest, level: 'viewer' }], { notify: false });
        return usual.removeLink(...args);
      },
    };
    expect(await world.close(roomId)).toMatchObject({ state: 'done', reason: textWith('1 guest and 1 link') });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, members: ['Aiko Tanaka viewer'] });
  });

  it('who comes in through a group is named, and stays', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const portal = await world.as('owner');
    const { greta } = world.sandbox.ids.people;
    const group = z
      .object({ id: z.string() })
      .parse((await world.sandbox.raw('POST group', { groupName: 'Partners', members: [greta] })).body.response);
    await world.move(roomId, false);
    await portal.share(roomId, [{ id: group.id, level: 'viewer' }], { notify: false });
    await world.move(roomId, true);
    const run = await world.close(roomId);
    expect(run.state).toBe('done-with-remains');
    expect(run.remarks.join()).toMatch(/has access through the group Partners/);
    expect((await world.reports()).join()).toMatch(/What remains:\n.*has access through the group Partners/);
  });
});

describe('who is told', () => {
  it('are the managers of our own room', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const portal = await world.as('owner');
    await world.move(roomId, false);
    const { marcus } = world.sandbox.ids.people;
    await portal.share(roomId, [{ id: marcus, level: 'room-manager' }], { notify: false });
    await world.move(roomId, true);
    const before = mailsTo(marcusMail).length;
    expect(await world.close(roomId)).toMatchObject({ state: 'done', remarks: [] });
    expect(mailsTo(marcusMail)).toHaveLength(before + 1);
  });

  it('is ALERT_TO where nobody is left', async () => {
    world.parts.alertTo = 'alerts@halden-moor.example';
    expect(await world.close(await world.anArchivedRoom('owner'))).toMatchObject({ state: 'done', remarks: [] });
    expect(mailsTo('alerts@halden-moor.example')).toHaveLength(1);
  });
});

it('writes a report for each of two rooms of one title that are closed out in the same second', async () => {
  const rooms = [await world.anArchivedRoom('owner'), await world.anArchivedRoom('owner')];
  await Promise.all(rooms.map((roomId) => world.close(roomId)));
  expect(await world.reports()).toHaveLength(2);
});
