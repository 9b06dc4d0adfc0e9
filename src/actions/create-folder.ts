import { AppError } from '../base/errors.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { CreateFolder } from '../plan/plan.ts';
import type { ActionKind, ActionResult } from './action-kind.ts';
import { folderIdOf } from './folder-id-of.ts';

/** The portal admits any number of folders of one title, so after doubt the parent is listed first. */
export const createFolder: ActionKind<CreateFolder> = {
  kind: 'create-folder',
  describe: ({ path }) => `create folder ${path}`,

  async run(action, context) {
    const folder = await context.portal.createFolder(folderIdOf(action.parent, context), action.title);
    if (cleanTitle(folder.title) !== action.title) {
      throw new AppError('rejected', `The portal made folder "${folder.title}" instead of "${action.title}".`, {
        hint: 'Look at the room in the portal; rename or delete the folder and retry the run.',
      });
    }
    return describeFolder(action, folder.id);
  },

  async find(action, context) {
    const parent = await context.portal.folder(folderIdOf(action.parent, context));
    const folder = parent.folders.find((one) => cleanTitle(one.title) === action.title);
    return folder && describeFolder(action, folder.id);
  },
};

function describeFolder(action: CreateFolder, folderId: number): ActionResult {
  const added = [{ item: `folder:${action.path}`, portalId: String(folderId) }];
  return { folderId, added, summary: `folder ${action.path}` };
}
