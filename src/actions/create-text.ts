import { AppError } from '../base/errors.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { CreateText } from '../plan/plan.ts';
import type { ActionKind, ActionResult } from './action-kind.ts';
import { findEarlierText } from './entry-twins.ts';
import { folderIdOf } from './folder-id-of.ts';

/**
 * Makes a text file. The portal gives a title that is taken a number, so after doubt the folder is listed first. A lost call that comes between
 * that and this one has made the file: then the numbered one goes.
 */
export const createText: ActionKind<CreateText> = {
  kind: 'create-text',
  describe: ({ parent, title }) => `write text file ${parent}${title}`,

  async run(action, context) {
    const folderId = folderIdOf(action.parent, context);
    const file = await context.portal.createTextFile(folderId, { title: action.title, content: action.content });
    if (cleanTitle(file.title) !== action.title) {
      const { title } = action;
      const earlier = context.isDoubtful && (await findEarlierText(file, { folderId, title }, context.portal));
      if (earlier) {
        await context.portal.deleteFile(file.id);
        return describeText(action, earlier.id);
      }
      throw new AppError('rejected', `The portal made file "${file.title}" instead of "${action.title}".`, {
        hint: 'Look at the room in the portal; rename or delete the file and retry the run.',
      });
    }
    return describeText(action, file.id);
  },

  async find(action, context) {
    const parent = await context.portal.folder(folderIdOf(action.parent, context));
    const file = parent.files.find((one) => cleanTitle(one.title) === action.title);
    return file && describeText(action, file.id);
  },
};

function describeText(action: CreateText, fileId: number): ActionResult {
  const path = `${action.parent}${action.title}`;
  return { added: [{ item: `file:${path}`, portalId: String(fileId) }], summary: `text file ${path}` };
}
