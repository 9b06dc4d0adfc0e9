import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { CreateFolder } from '../plan/plan.ts';
import type { ActionContext, ActionResult } from './action-kind.ts';
import { deleteEntryTwins } from './entry-twins.ts';
import { runAction } from './registry.ts';

let world: ActionWorld;
let context: ActionContext;
let roomId: number;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(async () => {
  await world.reset();
  ({ id: roomId } = await world.portal.createRoom({ title: 'Home', type: 'custom', tags: [] }));
  context = world.context({ roomId, folderIds: new Map([['', roomId]]), isDoubtful: true });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const action: CreateFolder = {
  ...{ kind: 'create-folder', id: 'folder Offers/', after: [], parent: '', path: 'Offers/', title: 'Offers' },
};

async function make(): Promise<ActionResult> {
  return runAction(action, context);
}

async function folders(): Promise<readonly number[]> {
  return (await world.portal.folder(roomId)).folders.map(({ id }) => id).toSorted((a, b) => a - b);
}

it('deletes the empty folder of a lost call, and keeps the one that was made in its place', async () => {
  const made = await make();
  await world.portal.createFolder(roomId, 'Offers');
  await world.portal.createFolder(roomId, 'Other');
  expect(await deleteEntryTwins(action, made, context)).toEqual(['folder Offers']);
  await expect.poll(async () => (await folders()).length).toBe(2);
  expect(await folders()).toContain(made.folderId);
});

it('leaves a folder of the title alone that is not empty, or was made by somebody else', async () => {
  const made = await make();
  const used = await world.portal.createFolder(roomId, 'Offers');
  await world.portal.createTextFile(used.id, { title: 'a.txt', content: 'a' });
  const { marcus } = world.sandbox.ids.people;
  await world.portal.share(roomId, [{ id: marcus, level: 'content-creator' }], { notify: false });
  await world.sandbox.portal(await world.sandbox.keyOf(marcus)).createFolder(roomId, 'Offers');
  expect(await deleteEntryTwins(action, made, context)).toEqual([]);
  expect(await folders()).toHaveLength(3);
});

it('looks for nothing after a doubt that the look-up has ended', async () => {
  const made = await world.portal.createFolder(roomId, 'Offers');
  const found = await make();
  expect(found).toMatchObject({ folderId: made.id });
  expect(found.twinsSince).toBeUndefined();
});
