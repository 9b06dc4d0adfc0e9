import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { CreateFolder } from '../plan/plan.ts';
import type { ActionContext } from './action-kind.ts';
import { createFolder } from './create-folder.ts';
import { runAction } from './registry.ts';

let world: ActionWorld;
let context: ActionContext;
let roomId: number;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(async () => {
  await world.reset();
  ({ id: roomId } = await world.portal.createRoom({ title: 'Home', type: 'collaboration', tags: [] }));
  context = world.context({ roomId, folderIds: new Map([['', roomId]]) });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const action: CreateFolder = {
  kind: 'create-folder',
  id: 'folder Team __/',
  after: [],
  parent: '',
  path: 'Team __/',
  title: 'Team __',
};

describe('creating a folder', () => {
  it('makes it in its parent, and answers its id as what was added', async () => {
    const result = await createFolder.run(action, context);
    const { folders } = await world.portal.folder(roomId);
    expect(folders).toMatchObject([{ id: result.folderId, title: 'Team __' }]);
    expect(result).toMatchObject({
      added: [{ item: 'folder:Team __/', portalId: String(result.folderId) }],
      summary: 'folder Team __/',
    });
  });

  it('makes it in a folder that an earlier action made', async () => {
    const outer = await createFolder.run(action, context);
    const folderIds = new Map([...context.folderIds, ['Team __/', outer.folderId ?? 0] as const]);
    const inner = { ...action, parent: 'Team __/', path: 'Team __/x/', title: 'x' };
    const result = await createFolder.run(inner, { ...context, folderIds });
    expect((await world.portal.folder(outer.folderId ?? 0)).folders).toMatchObject([{ id: result.folderId }]);
  });

  it('is refused when the portal makes one of another title', async () => {
    await expect(createFolder.run({ ...action, title: 'a:b' }, context)).rejects.toMatchObject({
      kind: 'rejected',
      message: 'The portal made folder "a_b" instead of "a:b".',
    });
  });

  it('is a defect when the parent is not known', async () => {
    await expect(createFolder.run({ ...action, parent: 'No/' }, context)).rejects.toMatchObject({ kind: 'defect' });
  });

  it('is not done again after a lost reply', async () => {
    await world.fail('createFolder', { drop: 'after' });
    await expect(runAction(action, context)).rejects.toMatchObject({ details: { effect: 'unknown' } });
    const result = await runAction(action, { ...context, isDoubtful: true });
    expect((await world.portal.folder(roomId)).folders).toMatchObject([{ id: result.folderId }]);
    expect(await world.countCalls('createFolder')).toBe(1);
  });

  it('is done when the call was lost on its way', async () => {
    await world.fail('createFolder', { drop: 'before' });
    await expect(runAction(action, context)).rejects.toMatchObject({ details: { effect: 'unknown' } });
    await runAction(action, { ...context, isDoubtful: true });
    expect((await world.portal.folder(roomId)).folders).toHaveLength(1);
  });
});

describe('looking for a folder', () => {
  it('finds it in its parent by the title that the portal stores', async () => {
    const made = await world.portal.createFolder(roomId, 'Team 😀');
    expect(await createFolder.find(action, context)).toMatchObject({ folderId: made.id });
  });

  it('finds no file and no folder elsewhere', async () => {
    const other = await world.portal.createFolder(roomId, 'Other');
    await world.portal.createFolder(other.id, 'Team __');
    await world.portal.createTextFile(roomId, { title: 'Team __', content: 'x' });
    expect(await createFolder.find(action, context)).toBeUndefined();
  });
});
