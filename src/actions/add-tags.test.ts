import { expect, it } from 'vitest';
import { startActionWorld } from '../../test/support/action-world.ts';
import { addTags } from './add-tags.ts';

const action = { kind: 'add-tags', id: 'tags', after: [], tags: ['home', 'new'] } as const;

it('adds tags, leaves the others, and may do so twice', async () => {
  await using world = await startActionWorld();
  const room = await world.portal.createRoom({ title: 'Home', type: 'custom', tags: ['home', 'other'] });
  const context = world.context({ roomId: room.id });
  const result = await addTags.run(action, context);
  expect(await addTags.run(action, context)).toEqual(result);
  expect((await world.portal.room(room.id)).tags.toSorted()).toEqual(['home', 'new', 'other']);
  expect(result.added).toEqual([
    { item: 'tag:home', portalId: 'home' },
    { item: 'tag:new', portalId: 'new' },
  ]);
});

it('does not believe a success whose reply lacks a tag', async () => {
  await using world = await startActionWorld();
  const room = await world.portal.createRoom({ title: 'Home', type: 'custom', tags: ['home'] });
  const { body } = await world.sandbox.raw(`GET files/rooms/${room.id}`);
  await world.fail('addRoomTags', { status: 200, body });
  await expect(addTags.run(action, world.context({ roomId: room.id }))).rejects.toMatchObject({
    kind: 'rejected',
    message: 'The portal did not add the tags new.',
  });
});

it('is a defect before there is a room', async () => {
  await using world = await startActionWorld();
  await expect(addTags.run(action, world.context())).rejects.toMatchObject({ kind: 'defect' });
});
