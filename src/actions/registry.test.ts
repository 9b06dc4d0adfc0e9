import { expect, it } from 'vitest';
import { anyText, textLike } from '../../test/support/matchers.ts';
import { startActionWorld } from '../../test/support/action-world.ts';
import { AppError } from '../base/errors.ts';
import type { Action } from '../plan/plan.ts';
import { describeAction, runAction } from './registry.ts';

const common = { id: 'x', after: [] } as const;
const aFolder: Action = { ...common, kind: 'create-folder', parent: 'A/', path: 'A/B/', title: 'B' };

it.each([
  [{ ...common, kind: 'create-room', title: 'Home', roomType: 'custom', tags: [] }, 'create custom room "Home"'],
  [aFolder, 'create folder A/B/'],
  [
    { ...common, kind: 'copy-file', fileId: 7, sourceTitle: 'Source.docx', parent: 'A/', title: 'x.docx' },
    'copy file 7 to A/x.docx',
  ],
  [
    {
      ...common,
      kind: 'share',
      notify: false,
      entries: [
        { subject: 'user', id: 'a', name: 'Ada', level: 'viewer' },
        { subject: 'group', id: 'h', name: 'HR', level: 'editor' },
      ],
    },
    'give access to Ada (viewer), HR (editor)',
  ],
  [{ ...common, kind: 'add-tags', tags: ['a', 'b'] }, 'add tags a, b'],
] satisfies [Action, string][])('says what an action will do: %o', (action, words) => {
  expect(describeAction(action)).toBe(words);
});

it('looks for the effect only after doubt, and then does nothing that is done', async () => {
  await using world = await startActionWorld();
  const room = await world.portal.createRoom({ title: 'Home', type: 'custom', tags: [] });
  const there = await world.portal.createFolder(room.id, 'B');
  const context = world.context({ roomId: room.id, folderIds: new Map([['A/', room.id]]) });
  expect(await runAction(aFolder, { ...context, isDoubtful: true })).toMatchObject({ folderId: there.id });
  expect((await runAction(aFolder, context)).folderId).not.toBe(there.id);
});

it('adds to an error of the portal what was being done, and keeps its kind, hint and details', async () => {
  await using world = await startActionWorld();
  const context = world.context({ folderIds: new Map([['A/', 999_999]]) });
  const error = await runAction(aFolder, context).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error instanceof AppError && error.cause).toBeInstanceOf(AppError);
  expect(error).toMatchObject({
    kind: 'forbidden',
    message: textLike(/^Could not create folder A\/B\/: Could not create folder "B" in 999999: /),
    hint: anyText,
    details: { status: 403, effect: 'none' },
  });
});
