import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { aCopy, aDesiredRoom, aFolder, anAccess } from '../../test/support/plan-values.ts';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import { createLookups } from './lookups.ts';

let world: ActionWorld;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function home(changes: Partial<DesiredRoom> = {}): DesiredRoom {
  const { files, groups, people } = world.sandbox.ids;
  return aDesiredRoom({
    contents: [aFolder('A', aCopy(files.agreement), aFolder('B', aCopy(files.goals))), aCopy(files.goals, 'x')],
    access: [
      anAccess('group', groups.people, 'viewer'),
      anAccess('person', 'greta.olsen@fjordline.example', 'viewer'),
      anAccess('user', people.marcus, 'editor'),
    ],
    ...changes,
  });
}

const nobody = '99999999-9999-4999-8999-999999999999';

describe('looking up what a room names', () => {
  it('answers files, groups and accounts by what they were named', async () => {
    const { files, groups, people } = world.sandbox.ids;
    const facts = await createLookups(world.portal).facts(home(), []);
    expect(facts.ownerId).toBe(people.owner);
    expect(Object.keys(facts.files)).toEqual([String(files.agreement), String(files.goals)]);
    expect(facts.groups[groups.people]?.name).toBe('People & Culture');
    expect(facts.accounts['greta.olsen@fjordline.example']).toMatchObject({ id: people.greta, kind: 'guest' });
    expect(facts.accounts[people.marcus]).toMatchObject({ kind: 'room-admin' });
  });

  it('asks for each thing once, for all who want it within a minute', async () => {
    const lookups = createLookups(world.portal);
    await Promise.all([lookups.facts(home(), []), lookups.facts(home(), [])]);
    await lookups.facts(home(), []);
    const counts = await Promise.all(
      ['getFileInfo', 'getGroup', 'getSelfProfile'].map((name) => world.countCalls(name)),
    );
    expect(counts).toEqual([2, 1, 1]);
  });

  it('asks nobody about who is known already', async () => {
    const { people } = world.sandbox.ids;
    const aiko = { id: people.aiko, name: 'Aiko', kind: 'user' } as const;
    const room = home({ contents: [], access: [anAccess('user', people.aiko, 'viewer')] });
    const facts = await createLookups(world.portal).facts(room, [aiko]);
    expect(facts.accounts).toEqual({ [people.aiko]: aiko });
    expect(await world.countCalls('getProfileByUserId')).toBe(0);
  });

  it('tells whom the portal does not know, and asks again the next time', async () => {
    const lookups = createLookups(world.portal);
    const desired = home({ contents: [], access: [anAccess('person', 'x@example.com', 'viewer')] });
    expect(await lookups.facts(desired, [])).toMatchObject({ accounts: {}, strangers: ['x@example.com'] });
    await lookups.facts(desired, []);
    expect(await world.countCalls('getProfileByEmail')).toBe(2);
  });

  it('does not keep a failure', async () => {
    const lookups = createLookups(world.portal);
    await world.fail('getGroup', { status: 503 });
    await expect(lookups.facts(home(), [])).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await lookups.facts(home(), [])).groups).not.toEqual({});
  });

  it.each([
    ['Template file 999999', { contents: [aCopy(999_999)], access: [] }],
    [`Group ${nobody}`, { contents: [], access: [anAccess('group', nobody, 'viewer')] }],
    [`Account ${nobody}`, { contents: [], access: [anAccess('user', nobody, 'viewer')] }],
  ])('names what does not exist: %s', async (what, changes) => {
    await expect(createLookups(world.portal).facts(home(changes), [])).rejects.toMatchObject({
      kind: 'not-found',
      message: `${what} does not exist in the portal.`,
      hint: textWith('no room was made'),
    });
  });

  it('names what the key may not read', async () => {
    const aiko = world.sandbox.portal(await world.sandbox.keyOf(world.sandbox.ids.people.aiko));
    const { goals } = world.sandbox.ids.files;
    await expect(createLookups(aiko).file(goals)).rejects.toMatchObject({
      kind: 'forbidden',
      message: textWith(`Template file ${goals} cannot be read: `),
      hint: anyText,
    });
  });
});
