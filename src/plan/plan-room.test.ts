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
import { applyToRoom, now, randomRoom } from '../../test/support/random-rooms.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import type { Facts, KeptFacts, ObservedRoom } from './facts.ts';
import { planRoom as planQuestion, wavesOf } from './plan-room.ts';

function planRoom(...[desired, known, observed, kept]: [DesiredRoom, Facts, ObservedRoom?, KeptFacts?]) {
  return planQuestion({ desired, facts: known, now, ...(observed ? { observed } : {}), ...(kept ? { kept } : {}) });
}

const home = aDesiredRoom({
  tags: ['home', 'staff'],
  contents: [aFolder('Documents', aFolder('Inner', aCopy(2))), aCopy(1)],
  access: [anAccess('user', 'ada', 'room-manager', 'content-creator'), anAccess('group', 'hr', 'viewer')],
  leftOut: ['the copy of HOME_TEMPLATE is left out'],
});

const complete = anObservedRoom({
  tags: ['home', 'staff', 'of somebody'],
  members: [
    { subject: 'user', id: ownerId, name: 'Olga', level: undefined },
    { subject: 'user', id: 'ada', name: 'Ada', level: 'content-creator' },
    { subject: 'group', id: 'hr', name: 'HR', level: 'viewer' },
    { subject: 'user', id: 'stranger', name: 'Sven', level: 'editor' },
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
        sourceTitle: 'Goals: 2026.xlsx',
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
    const members = [{ subject: 'user', id: 'ada', name: 'Ada', level: 'viewer' } as const];
    expect(planRoom(home, facts, { ...complete, members }).actions).toMatchObject([
      {
        kind: 'share',
        after: [],
        entries: [
          { id: 'ada', level: 'content-creator', was: 'viewer' },
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

  it('leaves a title and a type that a person changed, and says so', () => {
    const changed = anObservedRoom({ title: 'Mine', type: 'custom' });
    const plan = planRoom(aDesiredRoom({ access: [anAccess('user', 'ada', 'reviewer')] }), facts, changed);
    expect(plan.room).toEqual({ id: 7, title: 'Mine', roomType: 'custom' });
    expect(plan.actions).toMatchObject([{ kind: 'share', entries: [{ level: 'reviewer' }] }]);
    expect(plan.notes).toEqual([
      'it keeps its title, though a new room would be "Home – Ada"',
      'it stays custom, though a new room would be collaboration',
    ]);
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
      const { desired, observed, kept } = randomRoom(seed);
      const plan = planRoom(desired, facts, observed, kept);
      expect(new Set(plan.actions.map(({ id }) => id)).size, `seed ${seed}`).toBe(plan.actions.length);
      const after = applyToRoom(wavesOf(plan), observed);
      expect(planRoom(desired, facts, after, kept).actions, `seed ${seed}`).toEqual([]);
      const strangers = (room: ObservedRoom | undefined) => room?.members.filter(({ id }) => id === 'stranger');
      expect(observed === undefined || strangers(after), `seed ${seed}`).toEqual(strangers(observed) ?? true);
      expect(after?.tags.includes('of somebody'), `seed ${seed}`).toBe(observed?.tags.includes('of somebody') ?? false);
    }
  });
});

describe('whom the portal does not know', () => {
  const desired = aDesiredRoom({
    contents: [aFolder('Documents', aCopy(1))],
    access: [anAccess('person', 'new@client.example', 'viewer'), anAccess('user', 'ada', 'editor')],
  });

  it('is invited after everything is in its place, and known accounts at once with the rest', () => {
    expect(wavesOf(planRoom(desired, facts)).map((wave) => wave.map(({ id }) => id))).toEqual([
      ['room'],
      ['share', 'folder Documents/'],
      ['file Documents/First week.docx'],
      ['invite'],
    ]);
  });

  it('is there once somebody of that address is', () => {
    const guest = { subject: 'user', id: 'g', name: 'New', email: 'NEW@client.example', level: 'viewer' } as const;
    const observed = { ...complete, members: [guest] };
    expect(planRoom(desired, facts, observed).actions.map(({ kind }) => kind)).not.toContain('invite');
  });

  it('cannot manage a room, and is named', () => {
    const manager = aDesiredRoom({ access: [anAccess('person', 'new@client.example', 'room-manager')] });
    expect(() => planRoom(manager, facts)).toThrow('new@client.example can be none of room-manager');
  });
});

describe('access that ends', () => {
  const desired = aDesiredRoom({
    access: [{ ...anAccess('user', 'ada', 'editor'), expires: { afterSeconds: 86_400 } }],
  });
  const item = 'member:ada';

  it('ends so long after the room was intended, whenever it is planned', () => {
    const kept = { timesFrom: '2026-06-30T12:00:01.000Z', items: [] };
    const [share] = planRoom(desired, facts, anObservedRoom(), kept).actions;
    expect(share).toMatchObject({ entries: [{ id: 'ada', expiresAt: '2026-07-01T12:00:01.000Z' }] });
  });

  it('keeps the time that was resolved before', () => {
    const kept = { timesFrom: now, items: [{ item, portalId: 'ada', expiresAt: '2026-08-01T00:00:00.000Z' }] };
    const [share] = planRoom(desired, facts, anObservedRoom(), kept).actions;
    expect(share).toMatchObject({ entries: [{ expiresAt: '2026-08-01T00:00:00.000Z' }] });
  });

  it.each([
    ['past', { item, portalId: 'ada', expiresAt: '2026-07-01T11:59:59.000Z' }],
    ['settled', { item, portalId: 'ada', expiresAt: '2999-01-01T00:00:00.000Z', isSettled: true }],
  ])('is not given again when its time is %s', (_, one) => {
    const plan = planRoom(desired, facts, anObservedRoom(), { timesFrom: now, items: [one] });
    expect(plan.actions).toEqual([]);
    expect(plan.notes[0]).toContain('the access of Ada ended');
  });
});

describe('what the blueprint no longer names', () => {
  const kept = {
    timesFrom: now,
    items: ['member:bob', 'tag:old', 'folder:Old/', 'link:Press'].map((item) => ({ item, portalId: 'press' })),
  };
  const press = { id: 'press', kind: 'external', primary: false, title: 'Press', level: 'viewer' } as const;
  const observed = anObservedRoom({
    type: 'custom',
    tags: ['old', 'of somebody'],
    members: [
      { subject: 'user', id: 'bob', name: 'Bob', level: 'editor' },
      { subject: 'user', id: 'sven', name: 'Sven', level: 'editor' },
    ],
    links: [{ ...press, hasPassword: false, denyDownload: false }],
  });

  it('goes, if a run added it; folders stay and are named', () => {
    const plan = planRoom(aDesiredRoom({ type: 'custom' }), facts, observed, kept);
    expect(plan.actions).toMatchObject([
      { kind: 'remove-access', entries: [{ id: 'bob', name: 'Bob' }] },
      { kind: 'remove-tags', tags: ['old'] },
      { kind: 'remove-link', linkId: 'press' },
    ]);
    expect(plan.notes).toEqual(['folder Old/ is no longer named, and left']);
  });

  it('stays, if no record says that a run added it', () => {
    expect(planRoom(aDesiredRoom(), facts, observed, { timesFrom: now, items: [] }).actions).toEqual([]);
    expect(planRoom(aDesiredRoom(), facts, observed).actions).toEqual([]);
  });
});

describe('a room from a template', () => {
  const { type, ...plain } = aDesiredRoom({ contents: [aFolder('Documents')] });
  const desired = { ...plain, templateId: 9 };
  const known = { ...facts, template: { title: 'Client', type: 'custom' as const } };

  it('has the type of the template, and what it may have brought is looked for first', () => {
    const plan = planRoom(desired, known);
    expect(plan.room.roomType).toBe('custom');
    expect(plan.actions).toMatchObject([
      { kind: 'create-room-from-template', templateId: 9, roomType: 'custom' },
      { kind: 'create-folder', looksFirst: true },
    ]);
  });

  it('is refused when the blueprint names another type', () => {
    expect(() => planRoom({ ...desired, type: 'public' }, known)).toThrow('makes custom rooms, not public');
    expect(type).toBe('collaboration');
  });
});

describe('links', () => {
  const at = { line: 1, column: 1 };
  const link = { name: 'primary', kind: 'external', level: 'viewer', at, password: { input: 'password' } } as const;

  it('are impossible where the room type has none, though nobody could know before', () => {
    const { type, ...plain } = aDesiredRoom({ links: [link] });
    const known = { ...facts, template: { title: 'Team', type: type ?? 'collaboration' } };
    expect(() => planRoom({ ...plain, templateId: 9 }, known)).toThrow(
      'A collaboration room cannot have an external link',
    );
  });

  it('stand in the plan without the value of their password', () => {
    const plan = planRoom(aDesiredRoom({ type: 'custom', links: [link] }), facts);
    expect(plan.actions[1]).toEqual({
      ...{ kind: 'set-link', id: 'link primary', after: ['room'] },
      link: { name: 'primary', kind: 'external', level: 'viewer', password: { input: 'password' } },
    });
  });
});
