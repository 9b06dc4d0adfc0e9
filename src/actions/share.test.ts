import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { Level } from '../docspace/vocabulary/words.ts';
import type { Share, ShareEntry } from '../plan/plan.ts';
import { runAction } from './registry.ts';
import { share } from './share.ts';

let world: ActionWorld;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

type Person = keyof ActionWorld['sandbox']['ids']['people'];

function user(name: Person, level: Level): ShareEntry {
  return { subject: 'user', id: world.sandbox.ids.people[name], name, level };
}

function anAction(...entries: readonly ShareEntry[]): Share {
  return { kind: 'share', id: 'share', after: [], entries, notify: false };
}

/** A room of this account, and the context in which it shares it. */
async function aRoomOf(name?: Person) {
  const { people } = world.sandbox.ids;
  const portal = name === undefined ? world.portal : world.sandbox.portal(await world.sandbox.keyOf(people[name]));
  const room = await portal.createRoom({ title: 'Home', type: 'collaboration', tags: [] });
  const context = world.context({ portal, roomId: room.id });
  const levels = async () =>
    (await portal.members(room.id)).filter(({ isOwner }) => !isOwner).map(({ name, level }) => `${name} ${level}`);
  return { portal, room, context, levels };
}

describe('giving access', () => {
  it('gives everybody their level in one call, and believes the reply', async () => {
    const { context, levels } = await aRoomOf();
    const hr: ShareEntry = { subject: 'group', id: world.sandbox.ids.groups.people, name: 'HR', level: 'viewer' };
    const result = await share.run(anAction(user('aiko', 'editor'), hr), context);
    expect((await levels()).toSorted()).toEqual(['Aiko Tanaka editor', 'People & Culture viewer']);
    expect(result).toEqual({
      added: [
        { item: `member:${world.sandbox.ids.people.aiko}`, portalId: world.sandbox.ids.people.aiko },
        { item: `member:${hr.id}`, portalId: hr.id },
      ],
      missing: [],
      summary: 'access for aiko (editor), HR (viewer)',
    });
    expect(await world.countCalls('setRoomSecurity')).toBe(1);
  });

  it('names a guest whom the account may not see, and whom the portal leaves out in silence', async () => {
    const { context, levels } = await aRoomOf('lena');
    const result = await share.run(anAction(user('aiko', 'editor'), user('greta', 'viewer')), context);
    expect(await levels()).toEqual(['Aiko Tanaka editor']);
    const { greta } = world.sandbox.ids.people;
    expect(result).toMatchObject({
      added: [{ portalId: world.sandbox.ids.people.aiko }],
      missing: [{ id: greta, name: 'greta', level: 'viewer' }],
      summary: 'access for aiko (editor)',
    });
  });

  it('names whose account has ended', async () => {
    const { context } = await aRoomOf();
    const result = await share.run(anAction(user('robert', 'editor')), context);
    expect(result).toMatchObject({ added: [], missing: [{ name: 'robert' }], summary: 'access for nobody' });
  });

  it('does not name who has the access already, though the reply shows them not', async () => {
    const { portal, room, context } = await aRoomOf();
    const { aiko } = world.sandbox.ids.people;
    await portal.share(room.id, [{ id: aiko, level: 'editor' }], { notify: false });
    await world.fail('setRoomSecurity', { status: 200, body: { response: { members: [], error: 0 } } });
    expect(await share.run(anAction(user('aiko', 'editor')), context)).toMatchObject({ missing: [] });
  });

  it('names who was left at another level', async () => {
    const { portal, room, context } = await aRoomOf();
    await portal.share(room.id, [{ id: world.sandbox.ids.people.aiko, level: 'viewer' }], { notify: false });
    await world.fail('setRoomSecurity', { status: 200, body: { response: { members: [], error: 0 } } });
    expect(await share.run(anAction(user('aiko', 'editor')), context)).toMatchObject({ missing: [{ name: 'aiko' }] });
  });

  it('does not take whom somebody else let in for ours, unless the blueprint gives their access an end', async () => {
    const { portal, room, context } = await aRoomOf();
    const { aiko } = world.sandbox.ids.people;
    await portal.share(room.id, [{ id: aiko, level: 'viewer' }], { notify: false });
    const entry: ShareEntry = { ...user('aiko', 'editor'), was: 'viewer' };
    expect(await share.run(anAction(entry), context)).toMatchObject({ added: [], missing: [] });
    const ending = { ...entry, expiresAt: '2027-01-01T00:00:00.000Z' };
    expect(await share.run(anAction(ending), context)).toMatchObject({ added: [{ portalId: aiko }] });
  });

  it('keeps what the portal warns of', async () => {
    const { context } = await aRoomOf();
    const body = { response: { members: [], warning: 'no seat left', error: 0 } };
    await world.fail('setRoomSecurity', { status: 200, body });
    expect(await share.run(anAction(user('aiko', 'editor')), context)).toMatchObject({ warning: 'no seat left' });
  });

  it('changes nothing when it is sent again after doubt', async () => {
    const { context, levels } = await aRoomOf();
    const action = anAction(user('aiko', 'editor'));
    await world.fail('setRoomSecurity', { drop: 'after' });
    await expect(runAction(action, context)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await runAction(action, { ...context, isDoubtful: true })).toMatchObject({ missing: [] });
    expect(await levels()).toEqual(['Aiko Tanaka editor']);
  });
});
