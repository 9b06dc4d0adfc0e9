import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { AppError } from '../base/errors.ts';
import type { RunInput, StoredRun } from './records.ts';
import { planUndo } from './plan-undo.ts';

const aBlueprint = (folders: string): string => `apiVersion: concierge/v1
kind: Room
name: team-room
on: { http: true }
inputs: { id: string, who: { type: list, of: string } }
key: "{{ id }}"
room:
  title: "Team {{ id }}"
  type: custom
  contents: ${folders}
  access:
    - { each: who, person: "{{ item }}", level: editor }
  link: { kind: external, level: viewer }
`;

let world: RunWorld;
let count = 0;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function apply(who: readonly string[], folders = '[Papers]'): Promise<StoredRun> {
  const documentHash = await world.save(aBlueprint(folders));
  const options = { repair: true, recreate: false };
  const about = { blueprint: 'team-room', documentHash, subject: 'key:t', inputs: { id: 't', who: [...who] } };
  const run = await world.apply(world.input('', { ...about, options }));
  expect(run.state).toBe('done');
  return run;
}

async function undo({ id, input }: StoredRun, deletes = false): Promise<StoredRun> {
  const { blueprint, documentHash, subject } = input;
  const options: RunInput['options'] = { repair: false, recreate: false, undo: { runId: id, deletes } };
  return world.apply(world.input('', { runId: `undo${(count += 1)}`, blueprint, documentHash, subject, options }));
}

const plan = ({ id }: StoredRun) => planUndo(id, false, world.parts);

async function membersOf({ room }: StoredRun): Promise<string[]> {
  const members = await world.parts.portal.members(room?.id ?? 0);
  return members.filter(({ isOwner }) => !isOwner).map(({ name }) => name);
}

describe('a run that made the room', () => {
  it('is refused once somebody added a link, which is named', async () => {
    const { aiko } = world.sandbox.ids.people;
    const run = await apply([aiko]);
    const link = { kind: 'external', level: 'viewer', title: 'For the press' } as const;
    await world.parts.portal.setLink(run.room?.id ?? 0, link);
    const undone = await undo(run);
    expect(undone).toMatchObject({ state: 'failed', error: { kind: 'conflict' } });
    expect(undone.error?.message).toContain('external link "For the press" was added by somebody');
    expect(await membersOf(run)).toHaveLength(1);
  });

  it('is refused while what a later run added is there, which is named', async () => {
    const { aiko, priya } = world.sandbox.ids.people;
    const first = await apply([aiko]);
    const second = await apply([aiko, priya]);
    expect((await plan(first)).refusals).toEqual([`run ${second.id} added something since: take that back first`]);
    expect((await undo(second)).state).toBe('done');
    expect(await plan(first)).toMatchObject({ kind: 'archive', refusals: [] });
    expect((await undo(first)).state).toBe('done');
  });

  it('says that the room was deleted, and then finds nothing', async () => {
    const run = await apply(['new@partner.example']);
    expect((await plan(run)).cannot).toEqual([
      'the invitation by mail of new@partner.example, and the guest account that the portal may have made',
    ]);
    const undone = await undo(run, true);
    expect(undone).toMatchObject({ state: 'done', reason: 'room "Team t" was deleted' });
    // An address that leads nowhere is shown by neither.
    const shown = await Promise.all([run, undone].map(async ({ id }) => (await world.parts.runs.find(id))?.room));
    expect(shown).toEqual([1, 2].map(() => ({ id: run.room?.id, title: 'Team t' })));
    expect((await undo(run, true)).state).toBe('nothing-to-do');
  });

  it('is taken back to the end by the next attempt, though the portal went away once the room was archived', async () => {
    const run = await apply(['new@partner.example']);
    const { portal } = world.parts;
    let isAway = false;
    world.parts.portal = {
      ...portal,
      async archiveRoom(id) {
        await portal.archiveRoom(id);
        isAway = true;
      },
      room: (id) => (isAway ? Promise.reject(new AppError('unavailable', 'The portal is away.')) : portal.room(id)),
    };
    const undone = await undo(run);
    expect(undone.state).toBe('waiting');
    isAway = false;
    await expect.poll(async () => (await portal.room(run.room?.id ?? 0)).archived).toBe(true);
    const reason = '1 guest and 1 link removed';
    expect(await world.apply({ ...undone.input, attempt: 2 })).toMatchObject({ state: 'done', reason });
    expect(await world.parts.closeOuts.findBegun(run.room?.id ?? 0, 'team-room')).toBeUndefined();
    expect((await undo(run)).state).toBe('nothing-to-do');
  });
});

describe('a run that added to a room', () => {
  it('is taken back by the names of people, and nobody else is touched', async () => {
    const { aiko, priya, lena } = world.sandbox.ids.people;
    const first = await apply([aiko]);
    const second = await apply([aiko, priya], '[Papers, New]');
    const roomId = second.room?.id ?? 0;
    await world.parts.portal.share(roomId, [{ id: lena, level: 'viewer' }], { notify: false });
    const { name } = await world.parts.portal.person(priya);
    const planned = await plan(second);
    expect(planned.kind).toBe('items');
    // What was added side by side stands in the order in which it came to be there.
    expect(planned.lines.toSorted()).toEqual([`remove access of ${name}`, 'remove folder New/']);
    const undone = await undo(second);
    expect(undone).toMatchObject({ state: 'done', reason: `what run ${second.id} added was taken back` });
    expect(await membersOf(first)).toHaveLength(2);
    expect((await world.parts.portal.folder(roomId)).folders.map(({ title }) => title)).toEqual(['Papers']);
  });

  it('is refused in the Archive, where nothing can be changed', async () => {
    const { aiko, priya } = world.sandbox.ids.people;
    await apply([aiko]);
    const second = await apply([aiko, priya]);
    await world.parts.portal.archiveRoom(second.room?.id ?? 0);
    expect((await plan(second)).refusals).toEqual(['the room is in the Archive, where nothing can be taken out']);
  });
});
