import { AppError } from '../base/errors.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { CopyFile } from '../plan/plan.ts';
import type { ActionKind, ActionResult } from './action-kind.ts';
import { folderIdOf } from './folder-id-of.ts';

/** Copies by `copyas`, whose reply carries the copy's id; the portal admits several files of one title. */
export const copyFile: ActionKind<CopyFile> = {
  kind: 'copy-file',
  describe: ({ fileId, parent, title }) => `copy file ${fileId} to ${parent}${title}`,

  async run(action, context) {
    const folderId = folderIdOf(action.parent, context);
    const file = await context.portal.copyFileAs(action.fileId, { folderId, title: action.title });
    if (cleanTitle(file.title) !== action.title) {
      throw new AppError('rejected', `The portal made file "${file.title}" instead of "${action.title}".`, {
        hint: 'Look at the room in the portal; rename or delete the file and retry the run.',
      });
    }
    return describeFile(action, file.id);
  },

  async find(action, context) {
    const parent = await context.portal.folder(folderIdOf(action.parent, context));
    const file = parent.files.find((one) => cleanTitle(one.title) === action.title);
    return file && describeFile(action, file.id);
  },
};

function describeFile(action: CopyFile, fileId: number): ActionResult {
  const path = `${action.parent}${action.title}`;
  return { added: [{ item: `file:${path}`, portalId: String(fileId) }], summary: `file ${path}` };
}
