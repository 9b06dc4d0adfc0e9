import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyText, textLike } from '../../test/support/matchers.ts';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { CopyFile } from '../plan/plan.ts';
import type { ActionContext } from './action-kind.ts';
import { copyFile } from './copy-file.ts';
import { runAction } from './registry.ts';

let world: ActionWorld;
let context: ActionContext;
let roomId: number;
let action: CopyFile;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(async () => {
  await world.reset();
  ({ id: roomId } = await world.portal.createRoom({ title: 'Home', type: 'collaboration', tags: [] }));
  context = world.context({ roomId, folderIds: new Map([['', roomId]]) });
  const fileId = world.sandbox.ids.files.firstWeek;
  const { extension, title: sourceTitle } = await world.portal.file(fileId);
  const title = `Hello${extension}`;
  action = { kind: 'copy-file', id: `file ${title}`, after: [], fileId, sourceTitle, parent: '', title };
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe('copying a file', () => {
  it('makes a copy of this title, and answers its id as what was added', async () => {
    const result = await copyFile.run(action, context);
    const { files } = await world.portal.folder(roomId);
    expect(files).toMatchObject([{ title: action.title }]);
    expect(result).toEqual({
      added: [{ item: `file:${action.title}`, portalId: String(files[0]?.id) }],
      summary: `file ${action.title}`,
    });
  });

  it('says what is not there', async () => {
    await expect(runAction({ ...action, fileId: 999_999 }, context)).rejects.toMatchObject({
      kind: 'not-found',
      message: textLike(/^Could not copy file 999999 to Hello\.\w+: Could not copy file 999999 to folder/),
      hint: anyText,
    });
  });

  it('is refused when the portal makes one of another title', async () => {
    const odd = { ...action, title: `a:b${action.title}` };
    await expect(copyFile.run(odd, context)).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('is not done again after a lost reply', async () => {
    await world.fail('copyFileAs', { drop: 'after' });
    await expect(runAction(action, context)).rejects.toMatchObject({ details: { effect: 'unknown' } });
    const result = await runAction(action, { ...context, isDoubtful: true });
    const { files } = await world.portal.folder(roomId);
    expect(result.added.map(({ portalId }) => portalId)).toEqual(files.map(({ id }) => String(id)));
    expect(await world.countCalls('copyFileAs')).toBe(1);
  });
});

describe('looking for a copy', () => {
  it('finds it by its title in its folder, and nothing else', async () => {
    expect(await copyFile.find(action, context)).toBeUndefined();
    await world.portal.createFolder(roomId, action.title);
    const other = await world.portal.createFolder(roomId, 'Other');
    await world.portal.copyFileAs(action.fileId, { folderId: other.id, title: action.title });
    expect(await copyFile.find(action, context)).toBeUndefined();
    const { id } = await world.portal.copyFileAs(action.fileId, { folderId: roomId, title: action.title });
    expect(await copyFile.find(action, context)).toMatchObject({ added: [{ portalId: String(id) }] });
  });
});
