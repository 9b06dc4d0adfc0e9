import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCloseOutWorld } from '../../../test/support/close-out-world.ts';
import { readProjectFile } from '../../../test/support/project-files.ts';
import { asReader } from '../../docspace/portal.ts';
import { planUndo } from '../plan-undo.ts';
import type { RunInput, StoredRun } from '../records.ts';
import { planPersonRun, preparePerson } from './plan-person-run.ts';

const name = 'leaver-access';
let world: Awaited<ReturnType<typeof startCloseOutWorld>>;
let shipped: string;
let people: typeof world.sandbox.ids.people;
let rooms: typeof world.sandbox.ids.rooms;

beforeAll(async () => {
  world = await startCloseOutWorld();
  ({ people, rooms } = world.sandbox.ids);
  shipped = readProjectFile(`blueprints/gallery/${name}.yaml`);
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function setStatus(id: string, status: 'active' | 'disabled'): Promise<void> {
  const { status: code } = await world.sandbox.raw(`PUT people/status/${status === 'active' ? 1 : 2}`, {
    ...{ userIds: [id], resendAll: false },
  });
  expect(code).toBe(200);
}

async function inputFor(person: string, text = shipped, changes: Partial<RunInput> = {}): Promise<RunInput> {
  return world.input(person, { blueprint: name, documentHash: await world.save(text), ...changes });
}

const end = async (person: string, text = shipped): Promise<StoredRun> => world.apply(await inputFor(person, text));

const isIn = async (roomId: number, person: string): Promise<boolean> =>
  (await world.parts.portal.members(roomId)).some(({ id }) => id === person);

/** Two rooms of ours with David in them as editor, whose account was disabled since: the portal lets no disabled one in. */
async function leaverInTwoRooms(): Promise<readonly [number, number]> {
  const [first, second] = [await aRoom('First', people.david), await aRoom('Second', people.david)];
  await setStatus(people.david, 'disabled');
  await world.forgetCalls();
  return [first, second];
}

async function aRoom(title: string, person: string): Promise<number> {
  const { portal } = world.parts;
  const { id } = await portal.createRoom({ title, type: 'custom', tags: ['ours'] });
  await portal.share(id, [{ id: person, level: 'editor' }], { notify: false });
  return id;
}

async function undo({ id, input }: StoredRun): Promise<StoredRun> {
  const options: RunInput['options'] = { repair: false, recreate: false, undo: { runId: id, deletes: false } };
  return world.apply({ ...input, runId: `undo-${crypto.randomUUID()}`, attempt: 1, options });
}

describe('somebody who is disabled', () => {
  it('is taken out of the rooms that our account may change; the others are named, each with what a person can do', async () => {
    await setStatus(people.samuel, 'disabled');
    await world.forgetCalls();
    const run = await end(people.samuel);
    expect(run).toMatchObject({
      ...{ state: 'done-with-remains', reason: 'Samuel Okafor was taken out of 1 room', subjectName: 'Samuel Okafor' },
      remarks: [
        'room "Site safety checks" (281): Samuel Okafor is form-filler; only Tomás Moor may remove them',
        'archived room "Client - Old Mill Bakery" (321): Samuel Okafor stays in it, since nobody can change access in the Archive',
        'Samuel Okafor is in the group Client Service, which is a member of room "Harbour Library – competition"; take them out of the group in the portal',
      ],
    });
    expect(await world.writes()).toEqual(['setRoomSecurity']);
    expect(await isIn(rooms.fjordline, people.samuel)).toBe(false);
    expect(await isIn(rooms.safety, people.samuel)).toBe(true);
    // A second time nothing may be done any more, and nothing is tried.
    await world.forgetCalls();
    expect(await end(people.samuel)).toMatchObject({ state: 'needs-owner', remarks: run.remarks });
    expect(await world.writes()).toEqual([]);
  });

  it('keeps the rooms that they own, which are named', async () => {
    await setStatus(people.lena, 'disabled');
    const run = await end(people.lena);
    expect(run).toMatchObject({ state: 'done-with-remains', reason: 'nothing is left that could be removed here' });
    expect(run.remarks).toContain(
      'room "Harbour Library – competition" (201): owned by Lena Fischer; pass it on in the portal',
    );
    expect(await world.writes()).not.toContain('setRoomSecurity');
  });

  it('is taken out of two rooms, and whoever is named is told once of both and of nothing else', async () => {
    await leaverInTwoRooms();
    const before = world.mailServer.mails.length;
    const mail = shipped.slice(shipped.indexOf('# then:')).replaceAll(/^# /gm, '');
    const run = await end(people.david, `${shipped}${mail}`);
    expect(run).toMatchObject({ state: 'done', reason: 'David Novák was taken out of 2 rooms', remarks: [] });
    const [letter, second] = world.mailServer.mails.slice(before);
    expect(second).toBeUndefined();
    expect(letter?.message.subject).toBe('David Novák has no access any more');
    expect(letter?.message.text).toContain('Taken out of: First, Second');
    expect(letter?.message.text).toContain('What remains: nothing');
    expect(await end(people.david)).toMatchObject({
      state: 'nothing-to-do',
      reason: 'David Novák is a member of no room',
    });
  });

  it('is taken out of rooms with a tag only, or of those that blueprints made, where the rule says so', async () => {
    await leaverInTwoRooms();
    const kept = await end(people.david, shipped.replace('rooms: all', 'rooms: kept'));
    expect(kept.state).toBe('nothing-to-do');
    const other = await end(people.david, shipped.replace('rooms: all', 'rooms: { tag: other }'));
    expect(other.state).toBe('nothing-to-do');
    const tagged = await end(people.david, shipped.replace('rooms: all', 'rooms: { tag: ours }'));
    expect(tagged.reason).toBe('David Novák was taken out of 2 rooms');
  });

  it('is taken out once when the reply is lost: it is looked for before it is sent again', async () => {
    const [first] = await leaverInTwoRooms();
    await world.fail('setRoomSecurity', { drop: 'after' });
    const run = await end(people.david);
    expect(run).toMatchObject({ state: 'done', reason: 'David Novák was taken out of 2 rooms' });
    expect(await isIn(first, people.david)).toBe(false);
    expect(await world.writes()).toEqual(['setRoomSecurity', 'setRoomSecurity']);
  });

  it('is told of with all rooms by a later attempt, when the portal was away between two removals', async () => {
    const [, second] = await leaverInTwoRooms();
    const match = { operation: 'setRoomSecurity', path: `^.*/files/rooms/${second}/share$`, times: 100 };
    await world.sandbox.control('POST faults', { match, fault: { status: 500 } });
    const waiting = await end(people.david);
    expect(waiting).toMatchObject({ state: 'waiting' });
    await world.sandbox.control('DELETE faults');
    await world.forgetCalls();
    const run = await world.goOn(waiting);
    expect(run).toMatchObject({ state: 'done', reason: 'David Novák was taken out of 2 rooms' });
    expect(await world.writes()).toEqual(['setRoomSecurity']);
  });

  it('is out of a room that a run had let them into, which then has no end of that access to see to', async () => {
    const home = await world.apply(world.input(people.david));
    expect(home.state).toBe('done');
    const roomId = home.room?.id ?? 0;
    await setStatus(people.david, 'disabled');
    expect(await end(people.david)).toMatchObject({ state: 'done' });
    const kept = await world.parts.keptRooms.find('home-room', people.david);
    expect(kept?.items).toContainEqual(expect.objectContaining({ item: `member:${people.david}`, isSettled: true }));
    expect(await isIn(roomId, people.david)).toBe(false);
  });
});

describe('somebody whom the rule is not for', () => {
  it('is left alone: an active account, and our own', async () => {
    expect(await end(people.samuel)).toMatchObject({
      ...{ state: 'skipped', reason: '`when` is false: person.disabled', subjectName: 'Samuel Okafor' },
    });
    const everybody = shipped.replace('when: person.disabled', 'when: person.member');
    expect(await end(people.owner, everybody)).toMatchObject({
      ...{ state: 'skipped', reason: 'the account of the API key, which is never taken out' },
    });
    expect(await end('00000000-0000-4000-8000-000000000000')).toMatchObject({ state: 'skipped' });
    expect(await isIn(rooms.fjordline, people.samuel)).toBe(true);
  });
});

describe('a plan', () => {
  it('says the same as the run does, and writes nothing', async () => {
    await setStatus(people.samuel, 'disabled');
    await world.forgetCalls();
    const input = await inputFor(people.samuel);
    const parts = { ...world.parts, portal: asReader(world.parts.portal) };
    const prepared = await preparePerson(input, parts);
    if (prepared.kind === 'skip') throw new Error(prepared.reason);
    const { plan } = await planPersonRun(prepared, input, parts);
    expect(plan.actions).toMatchObject([
      { kind: 'end-access', room: { id: rooms.fjordline, title: 'Client - Fjordline Hotels' }, level: 'editor' },
    ]);
    expect(plan.notes).toHaveLength(3);
    expect(await world.writes()).toEqual([]);
  });

  it('names what a room admin does not see, and rooms that only others may change with who may', async () => {
    await setStatus(people.samuel, 'disabled');
    Object.assign(world.parts, { portal: await world.as('marcus') });
    const run = await end(people.samuel);
    expect(run.reason).toBe('Samuel Okafor was taken out of 1 room');
    expect(run.remarks.at(-1)).toBe(
      'whether Samuel Okafor is in rooms that Marcus Boateng does not see is unknown: a key of a DocSpace admin sees all',
    );
  });
});

describe('undoing it', () => {
  it('is refused while the account is disabled, and gives back the level of before once it is active', async () => {
    const [first, second] = await leaverInTwoRooms();
    const run = await end(people.david);
    expect(await undo(run)).toMatchObject({
      state: 'failed',
      reason: 'The access cannot be given back: the account of David Novák is disabled: enable it in the portal first.',
    });
    await setStatus(people.david, 'active');
    const plan = await planUndo(run.id, false, world.parts);
    expect(plan).toMatchObject({ kind: 'give-back', refusals: [] });
    expect(plan.lines[0]).toBe(`let David Novák into room "First" (${first}) again: editor`);
    expect(await undo(run)).toMatchObject({ state: 'done', reason: 'David Novák is in 2 rooms again' });
    const member = (await world.parts.portal.members(second)).find(({ id }) => id === people.david);
    expect(member).toMatchObject({ level: 'editor' });
    // Nothing of it is left to be given back.
    expect((await undo(run)).state).toBe('nothing-to-do');
  });

  it('lets access that had an end end again, also where the reply of giving it back was lost', async () => {
    const home = await world.apply(world.input(people.david));
    await world.database.query(
      `update kept_items set expires_at = now() + interval '1 day' where item like 'member:%'`,
    );
    await setStatus(people.david, 'disabled');
    const run = await end(people.david);
    await setStatus(people.david, 'active');
    await world.fail('setRoomSecurity', { drop: 'after' });
    expect(await undo(run)).toMatchObject({ state: 'done', reason: 'David Novák is in 1 room again' });
    expect(await isIn(home.room?.id ?? 0, people.david)).toBe(true);
    const kept = await world.parts.keptRooms.find('home-room', people.david);
    const item = kept?.items.find((one) => one.item === `member:${people.david}`);
    expect([item?.isSettled, item?.expiresAt !== undefined]).toEqual([undefined, true]);
  });

  it('names a room that is gone or archived by now, and gives the others back', async () => {
    const [first, second] = await leaverInTwoRooms();
    const run = await end(people.david);
    await setStatus(people.david, 'active');
    await world.move(first, true);
    const undone = await undo(run);
    expect(undone).toMatchObject({ state: 'done-with-remains', reason: 'David Novák is in 1 room again' });
    expect(undone.remarks[0]).toContain(`room "First" (${first})`);
    expect(await isIn(second, people.david)).toBe(true);
  });
});
