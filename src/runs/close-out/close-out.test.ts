import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { textWith } from '../../../test/support/matchers.ts';
import { readProjectFile } from '../../../test/support/project-files.ts';
import { startCloseOutWorld } from '../../../test/support/close-out-world.ts';

let world: Awaited<ReturnType<typeof startCloseOutWorld>>;

beforeAll(async () => {
  world = await startCloseOutWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Takes the room out of the Archive for as long as that takes. */
async function share(
  roomId: number,
  people: readonly { readonly id: string }[] | readonly { readonly email: string }[],
) {
  const portal = await world.as('owner');
  await world.move(roomId, false);
  await portal.share(
    roomId,
    people.map((one) => ({ ...one, level: 'viewer' })),
    { notify: false },
  );
  await world.move(roomId, true);
}

const addGuests = (roomId: number, count: number) =>
  share(
    roomId,
    Array.from({ length: count }, (_, index) => ({ email: `g${index}@x.example` })),
  );

async function addMembers(roomId: number, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, index) => ({ firstName: 'Mo', email: `m${index}@x.example` }));
  const added = await Promise.all(
    people.map((one) => world.sandbox.control('POST people', { ...one, lastName: 'Moss', type: 'User' })),
  );
  await share(
    roomId,
    added.map((one) => z.object({ id: z.string() }).parse(one)),
  );
}

describe('an archived room', () => {
  it('is open for five calls at most, and ends as it was, without guests and links', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const run = await world.close(roomId);
    expect(run).toMatchObject({ state: 'done', remarks: [expect.stringContaining('set ALERT_TO')] });
    const { owner } = world.sandbox.ids.people;
    expect(await world.stateOf(roomId)).toEqual({
      archived: true,
      ownerId: owner,
      members: ['Aiko Tanaka viewer'],
      links: 0,
    });
    const names = await world.operations();
    const open = names.slice(names.indexOf('unarchiveRoom') + 1, names.indexOf('archiveRoom') + 1);
    expect(open.length).toBeLessThanOrEqual(5);
  });

  it('keeps nobody of 250 guests', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await addGuests(roomId, 250);
    expect(await world.close(roomId)).toMatchObject({
      state: 'done',
      reason: textWith('251 guests and 1 link'),
    });
    expect((await world.stateOf(roomId)).members).toEqual(['Aiko Tanaka viewer']);
  });

  it('has a report whose address whoever is told can open', async () => {
    const document = readProjectFile('blueprints/guest-close-out.yaml').replace(
      'template: guests-removed',
      'subject: Closed, text: "See {{ closeOut.report.url }}"',
    );
    const roomId = await world.anArchivedRoom('marcus');
    const borrowing = await world.save(document.replace('ownership: never', 'ownership: borrow'));
    await world.close(roomId, {}, borrowing);
    expect(world.mailServer.mails.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/See http\S+fileId=\d+/),
    ]);
  });

  it('that is gone is passed over, unless somebody asked for it', async () => {
    expect(await world.close(987_654)).toMatchObject({
      state: 'skipped',
      reason: 'cannot be read: no such room in the portal',
    });
    const subject = { blueprint: 'guest-close-out', documentHash: world.closing, subject: 'room:987654' };
    const asked = world.input('', { ...subject, runId: 'asked', cause: { kind: 'person', name: 'Ada' } });
    expect(await world.apply(asked)).toMatchObject({ state: 'failed', error: { kind: 'not-found' } });
  });

  it('has a dead address in place of a link that cannot be removed, once', async () => {
    const roomId = await world.anArchivedRoom('owner', 'public');
    const portal = await world.as('owner');
    const [before] = await portal.links(roomId);
    expect(await world.close(roomId)).toMatchObject({ state: 'done' });
    const [after, second] = await portal.links(roomId);
    expect([after?.id === before?.id, second]).toEqual([false, undefined]);
    await world.sandbox.control('DELETE calls');
    expect(await world.close(roomId)).toMatchObject({ state: 'nothing-to-do' });
    expect(await world.writes()).toEqual([]);
  });

  it('is left as it is when the portal has no place for it outside', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.sandbox.control('POST limits', { rooms: 1 });
    const run = await world.close(roomId);
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'rejected' } });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 1 });
  });

  it('that was restored meanwhile is left alone', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const portal = await world.as('owner');
    await portal.unarchiveRoom(roomId);
    await expect.poll(async () => (await portal.room(roomId)).archived).toBe(false);
    await world.sandbox.control('DELETE calls');
    expect(await world.close(roomId)).toMatchObject({
      state: 'nothing-to-do',
      reason: 'the room is not archived any more',
    });
    expect(await world.writes()).toEqual([]);
  });

  it('is archived again at once when something goes wrong inside', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('setRoomSecurity', { status: 500 }, 50);
    const run = await world.close(roomId);
    expect(run.state).toBe('waiting');
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true });
  });
});

describe('a list of members of which the second page is refused', () => {
  const refuseSecondPage = (status: number, { times = 1, before = 0 } = {}) =>
    world.sandbox.control('POST faults', {
      match: { operation: 'getRoomSecurityInfo', nth: before + 2, times },
      fault: { status },
    });

  it.each([403, 500])('is no reason to touch the room, status %i', async (status) => {
    const roomId = await world.anArchivedRoom('owner');
    await addGuests(roomId, 100);
    await world.forgetCalls();
    await refuseSecondPage(status, { times: 100 });
    const run = await world.close(roomId);
    expect(run).toMatchObject(
      status === 403
        ? { state: 'failed', error: { kind: 'forbidden' } }
        : { state: 'waiting', error: { kind: 'unavailable' } },
    );
    expect(await world.writes()).toEqual([]);
    const asked = (await world.operations()).filter((operation) => operation === 'getRoomSecurityInfo');
    if (status === 403) expect(asked).toHaveLength(2);
    await world.sandbox.control('DELETE faults');
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason: textWith('101 guests and 1 link') });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 0, members: ['Aiko Tanaka viewer'] });
    expect(await world.reports()).toHaveLength(1);
  });

  it('does not leave the room open when it comes while guests are being removed, and all are named in the end', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await addMembers(roomId, 100);
    await refuseSecondPage(403, { before: 2 });
    const run = await world.close(roomId);
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'forbidden' } });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true });
    expect(await world.goOn(run)).toMatchObject({ state: 'done', reason: textWith('1 guest and 1 link') });
    const left = await world.stateOf(roomId);
    expect(left).toMatchObject({ archived: true, links: 0 });
    expect(left.members).toHaveLength(101);
    expect(await world.reports()).toHaveLength(1);
  });
});

describe('a report whose call was given up', () => {
  /** The lost call has its effect while the run looks for a second report, which takes long; it has looked once before, on a slow machine too. */
  async function loseReport(): Promise<void> {
    await world.fail('createTextFile', { lateMs: 1_500 });
    await world.sandbox.control('POST faults', {
      match: { operation: 'getFolderByFolderId', nth: 2 },
      fault: { delayMs: 3_000 },
    });
  }

  it('is not there twice when the portal makes it after all while the run lasts', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await loseReport();
    const run = await world.close(roomId);
    expect(run).toMatchObject({ state: 'done' });
    expect(run.remarks).toContainEqual(textWith('(1).txt of a lost call was deleted'));
    await expect.poll(async () => (await reportTitles()).length).toBe(1);
    expect(await reportTitles()).toEqual([textWith('Z.txt')]);
  });

  it('may be left where the last look for it is refused: the room is closed out all the same, and it is named', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.fail('createTextFile', { drop: 'before' });
    await world.sandbox.control('POST faults', {
      match: { operation: 'getFolderByFolderId', nth: 2 },
      fault: { status: 403 },
    });
    const run = await world.close(roomId);
    expect(run).toMatchObject({ state: 'done-with-remains' });
    expect(run.remarks).toContainEqual(textWith('a second report of a lost call may be left: '));
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 0 });
    expect(await reportTitles()).toHaveLength(1);
  });

  it('stays where it could be that of another room of the title', async () => {
    const [one, other] = [await world.anArchivedRoom('owner'), await world.anArchivedRoom('marcus')];
    await loseReport();
    await world.database.query(
      `insert into close_outs (run_id, room_id, owner_id, blueprint, began_at)
        select 'beside ' || n, $1, 'marcus', 'guest-close-out', now() + make_interval(secs => n)
          from generate_series(0, 30) n`,
      [other],
    );
    expect((await world.close(one)).state).toBe('done');
    expect(await reportTitles()).toHaveLength(2);
  });

  async function reportTitles(): Promise<readonly string[]> {
    const portal = await world.as('owner');
    const { files } = await portal.folder(world.sandbox.ids.folders.guestReports);
    return files.map(({ title }) => title).filter((title) => title.startsWith('Closing-guest-cleanup-'));
  }
});

describe('somebody else’s archived room', () => {
  it('is left to its owner, and nothing is written', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    expect(await world.close(roomId)).toMatchObject({ state: 'needs-owner' });
    expect(await world.writes()).toEqual([]);
  });

  it('is borrowed where that is allowed, and given back as it was', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    const { marcus } = world.sandbox.ids.people;
    expect(await world.close(roomId, {}, world.borrowing)).toMatchObject({ state: 'done', remarks: [] });
    const left = { archived: true, ownerId: marcus, members: ['Aiko Tanaka viewer'], links: 0 };
    expect(await world.stateOf(roomId, 'marcus')).toEqual(left);
    expect(
      world.mailServer.mails.some(({ envelope }) => envelope.to.includes('marcus.boateng@halden-moor.example')),
    ).toBe(true);
  });

  it('is not borrowed against the installation’s own word', async () => {
    world.parts.allowBorrow = false;
    const roomId = await world.anArchivedRoom('marcus');
    expect(await world.close(roomId, {}, world.borrowing)).toMatchObject({ state: 'needs-owner' });
    expect(await world.writes()).toEqual([]);
  });

  it('is given back and archived when something goes wrong inside', async () => {
    const roomId = await world.anArchivedRoom('marcus');
    await world.fail('setRoomLink', { status: 500 }, 50);
    expect((await world.close(roomId, {}, world.borrowing)).state).toBe('waiting');
    const { marcus } = world.sandbox.ids.people;
    expect(await world.stateOf(roomId, 'marcus')).toMatchObject({ archived: true, ownerId: marcus });
  });
});

describe('a room that is archived by us', () => {
  it('is told of when the reply of its archiving was lost', async () => {
    const roomId = await world.anArchivedRoom('owner');
    await world.move(roomId, false);
    await world.fail('archiveRoom', { drop: 'after' });
    expect(await world.close(roomId, { archive: true })).toMatchObject({ state: 'done' });
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 0, members: ['Aiko Tanaka viewer'] });
    expect(await world.reports()).toHaveLength(1);
  });

  it('is never open to guests again', async () => {
    const portal = await world.as('owner');
    const { id } = await portal.createRoom({ title: 'Active', type: 'custom', tags: [] });
    await portal.share(id, [{ email: 'new@guest.example', level: 'viewer' }], { notify: false });
    await portal.primaryLink(id);
    await world.sandbox.control('DELETE calls');
    expect(await world.close(id, { archive: true })).toMatchObject({ state: 'done' });
    expect(await world.stateOf(id)).toMatchObject({ archived: true, members: [], links: 0 });
    expect(await world.writes()).toEqual(['setRoomLink', 'setRoomSecurity', 'archiveRoom', 'createTextFile']);
  });
});
