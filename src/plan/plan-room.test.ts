import { describe, expect, it } from 'vitest';
import {
  aCopy,
  aDesiredRoom,
  aFolder,
  anAccess,
  anObservedRoom,
  facts,
  ownerId,
} from '../../test/support/plan-values.ts';
import { applyToRoom, randomRoom } from '../../test/support/random-rooms.ts';
import { planRoom, wavesOf } from './plan-room.ts';

const home = aDesiredRoom({
  tags: ['home', 'staff'],
  contents: [aFolder('Documents', aFolder('Inner', aCopy(2))), aCopy(1)],
  access: [anAccess('user', 'ada', 'room-manager', 'content-creator'), anAccess('group', 'hr', 'viewer')],
  leftOut: ['the copy of HOME_TEMPLATE is left out'],
});

const complete = anObservedRoom({
  tags: ['home', 'staff', 'of somebody'],
  members: [
    { subject: 'user', id: ownerId, level: undefined },
    { subject: 'user', id: 'ada', level: 'content-creator' },
    { subject: 'group', id: 'hr', level: 'viewer' },
    { subject: 'user', id: 'stranger', level: 'editor' },
  ],
  files: [
    { id: 71, title: 'First week.docx' },
    { id: 72, title: 'of somebody.txt' },
  ],
  folders: [
    {
      id: 73,
      title: 'Documents',
      files: [],
      folders: [{ id: 74, title: 'Inner', files: [{ id: 75, title: 'Goals_ 2026.xlsx' }], folders: [] }],
    },
    { id: 76, title: 'of somebody', files: [], folders: [] },
  ],
});

describe('the plan of a new room', () => {
  const plan = planRoom(home, facts, undefined);

  it('makes the room with its tags, and then everything in it', () => {
    expect(plan.room).toEqual({ title: 'Home – Ada', roomType: 'collaboration' });
    expect(plan.actions.map(({ kind, id, after }) => [kind, id, after])).toEqual([
      ['create-room', 'room', []],
      ['share', 'share', ['room']],
      ['create-folder', 'folder Documents/', ['room']],
      ['create-folder', 'folder Documents/Inner/', ['folder Documents/']],
      ['copy-file', 'file Documents/Inner/Goals_ 2026.xlsx', ['folder Documents/Inner/']],
      ['copy-file', 'file First week.docx', ['room']],
    ]);
    expect(plan.actions[0]).toMatchObject({ title: 'Home – Ada', roomType: 'collaboration', tags: ['home', 'staff'] });
  });

  it('puts what depends on nothing else into the same wave, in the order of the plan', () => {
    expect(wavesOf(plan).map((wave) => wave.map(({ id }) => id))).toEqual([
      ['room'],
      ['share', 'folder Documents/', 'file First week.docx'],
      ['folder Documents/Inner/'],
      ['file Documents/Inner/Goals_ 2026.xlsx'],
    ]);
  });

  it('notes what was left out', () => {
    expect(plan.notes).toEqual(['the copy of HOME_TEMPLATE is left out']);
  });

  it('has the title that the portal will store', () => {
    const { room, actions } = planRoom(aDesiredRoom({ title: ` A/B ${'x'.repeat(200)}` }), facts, undefined);
    expect(room.title).toBe(`A_B ${'x'.repeat(166)}`);
    expect(actions).toMatchObject([{ kind: 'create-room', title: room.title }]);
  });
});

describe('the plan of a known room', () => {
  it('has nothing to do when everything is there, whatever else is', () => {
    const plan = planRoom(home, facts, complete);
    expect(plan.actions).toEqual([]);
    expect(wavesOf(plan)).toEqual([]);
    expect(plan.room).toEqual({ id: 7, title: 'Home – Ada', roomType: 'collaboration' });
    expect(plan.notes).toEqual([
      'Ada is content-creator',
      'HR is viewer',
      'folder Documents/ is there',
      'folder Documents/Inner/ is there',
      'file Documents/Inner/Goals_ 2026.xlsx is there',
      'file First week.docx is there',
      'the copy of HOME_TEMPLATE is left out',
    ]);
  });

  it('makes a folder that is missing, with what belongs in it', () => {
    const [kept] = complete.folders;
    const drifted = { ...complete, folders: kept ? [{ ...kept, folders: [] }] : [] };
    expect(planRoom(home, facts, drifted).actions).toEqual([
      {
        kind: 'create-folder',
        id: 'folder Documents/Inner/',
        after: [],
        parent: 'Documents/',
        path: 'Documents/Inner/',
        title: 'Inner',
      },
      {
        kind: 'copy-file',
        id: 'file Documents/Inner/Goals_ 2026.xlsx',
        after: ['folder Documents/Inner/'],
        fileId: 2,
        parent: 'Documents/Inner/',
        title: 'Goals_ 2026.xlsx',
      },
    ]);
  });

  it('copies a file that is missing', () => {
    expect(planRoom(home, facts, { ...complete, files: [] }).actions).toMatchObject([
      { kind: 'copy-file', fileId: 1, parent: '', title: 'First week.docx', after: [] },
    ]);
  });

  it('sets a level right that was changed, and adds who is missing, in one call', () => {
    const members = [{ subject: 'user', id: 'ada', level: 'viewer' } as const];
    expect(planRoom(home, facts, { ...complete, members }).actions).toMatchObject([
      {
        kind: 'share',
        after: [],
        entries: [
          { id: 'ada', level: 'content-creator' },
          { id: 'hr', level: 'viewer' },
        ],
      },
    ]);
  });

  it('adds only the tags that are missing', () => {
    expect(planRoom(home, facts, { ...complete, tags: ['staff'] }).actions).toEqual([
      { kind: 'add-tags', id: 'tags', after: [], tags: ['home'] },
    ]);
  });

  it('leaves a title and a type that a person changed', () => {
    const changed = anObservedRoom({ title: 'Mine', type: 'custom' });
    const plan = planRoom(aDesiredRoom({ access: [anAccess('user', 'ada', 'reviewer')] }), facts, changed);
    expect(plan.room).toEqual({ id: 7, title: 'Mine', roomType: 'custom' });
    expect(plan.actions).toMatchObject([{ kind: 'share', entries: [{ level: 'reviewer' }] }]);
  });
});

describe('planning', () => {
  it('makes the same plan of the same, and changes nothing that it is given', () => {
    const before = structuredClone({ home, facts, complete });
    for (const observed of [undefined, complete, anObservedRoom()]) {
      expect(planRoom(home, facts, observed)).toEqual(
        planRoom(structuredClone(home), facts, structuredClone(observed)),
      );
    }
    expect({ home, facts, complete }).toEqual(before);
  });

  it('of whatever room leads to one of which nothing is left to plan', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const { desired, observed } = randomRoom(seed);
      const plan = planRoom(desired, facts, observed);
      expect(new Set(plan.actions.map(({ id }) => id)).size, `seed ${seed}`).toBe(plan.actions.length);
      const after = applyToRoom(wavesOf(plan), observed);
      expect(planRoom(desired, facts, after).actions, `seed ${seed}`).toEqual([]);
    }
  });
});
