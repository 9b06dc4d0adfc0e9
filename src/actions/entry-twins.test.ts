import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { CreateFolder, CreateText } from '../plan/plan.ts';
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

describe('a text file', () => {
  const text: CreateText = {
    ...{ kind: 'create-text', id: 'text Read me.txt', after: [], parent: '', title: 'Read me.txt' },
    content: 'Grüße an alle',
  };
  const add = (title: string, content = text.content, portal = world.portal) =>
    portal.createTextFile(roomId, { title, content });

  async function files(): Promise<readonly string[]> {
    return (await world.portal.folder(roomId)).files.map(({ title }) => title).toSorted();
  }

  it('of a lost call goes, by the number that the portal gave it', async () => {
    const made = await runAction(text, context);
    expect((await add('Read me.txt')).title).toBe('Read me (1).txt');
    await add('Read me.txt');
    await add('Read me too.txt');
    const deleted = await deleteEntryTwins(text, made, context);
    expect(deleted.toSorted()).toEqual(['file Read me (1).txt', 'file Read me (2).txt']);
    await expect.poll(files).toEqual(['Read me too.txt', 'Read me.txt']);
  });

  it('stays that has another content, was changed, was there before, or is somebody else’s', async () => {
    const old = await add('Read me (7).txt');
    await world.sandbox.control('PUT clock', { advanceMs: 600_000 });
    // A reply tells the portal's time.
    await world.portal.self();
    const made = await runAction(text, context);
    await add('Read me.txt', 'Something else');
    const { marcus } = world.sandbox.ids.people;
    await world.portal.share(roomId, [{ id: marcus, level: 'content-creator' }], { notify: false });
    await add('Read me.txt', text.content, world.sandbox.portal(await world.sandbox.keyOf(marcus)));
    const changed = await add('Read me.txt');
    await world.sandbox.raw(`POST files/${roomId}/text`, {
      ...{ title: changed.title, content: 'grüße an alle' },
      createNewIfExist: true,
    });
    expect(await deleteEntryTwins(text, made, context)).toEqual([]);
    expect(await files()).toHaveLength(5);
    expect(await files()).toContain(old.title);
  });

  it('of a lost call that comes between the look and the next call is the one', async () => {
    const portal = {
      ...world.portal,
      async createTextFile(...order: Parameters<typeof world.portal.createTextFile>) {
        await world.portal.createTextFile(...order);
        return world.portal.createTextFile(...order);
      },
    };
    const made = await runAction(text, { ...context, portal });
    await expect.poll(files).toEqual(['Read me.txt']);
    const [file] = (await world.portal.folder(roomId)).files;
    expect(made.added).toEqual([{ item: 'file:Read me.txt', portalId: String(file?.id) }]);
  });

  it('of that title that somebody else made meanwhile is not taken for ours', async () => {
    const portal = {
      ...world.portal,
      async createTextFile(...order: Parameters<typeof world.portal.createTextFile>) {
        await add('Read me.txt', 'Something else');
        return world.portal.createTextFile(...order);
      },
    };
    await expect(runAction(text, { ...context, portal })).rejects.toMatchObject({ kind: 'rejected' });
    expect(await files()).toEqual(['Read me (1).txt', 'Read me.txt']);
  });
});
