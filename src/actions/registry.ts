import { AppError } from '../base/errors.ts';
import type { Action, CopyFile, CreateFolder, CreateRoom, CreateRoomFromTemplate, CreateText } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult } from './action-kind.ts';
import { addTags } from './add-tags.ts';
import { copyFile } from './copy-file.ts';
import { createFolder } from './create-folder.ts';
import { createRoomFromTemplate } from './create-room-from-template.ts';
import { createRoom, portalTimeBefore } from './create-room.ts';
import { createText } from './create-text.ts';
import { mayHaveTwins } from './entry-twins.ts';
import { invite } from './invite.ts';
import { removeAccess } from './remove-access.ts';
import { removeLink } from './remove-link.ts';
import { removeTags } from './remove-tags.ts';
import { setLink } from './set-link.ts';
import { share } from './share.ts';
import { updateRoom } from './update-room.ts';

/** An action kind bound to one of its actions. */
interface BoundAction {
  describe(): string;
  run(context: ActionContext): Promise<ActionResult>;
  find(context: ActionContext): Promise<ActionResult | undefined>;
}

function bind<A extends Action>(kind: ActionKind<A>, action: A): BoundAction {
  return {
    describe: () => kind.describe(action),
    run: (context) => kind.run(action, context),
    find: (context) => kind.find(action, context),
  };
}

type Making = CreateRoom | CreateRoomFromTemplate | CreateFolder | CopyFile | CreateText;

/** The registry: one line an action kind, what makes something here and what changes something below. */
function bindKind(action: Action): BoundAction {
  switch (action.kind) {
    case 'create-room':
      return bind(createRoom, action);
    case 'create-room-from-template':
      return bind(createRoomFromTemplate, action);
    case 'create-folder':
      return bind(createFolder, action);
    case 'copy-file':
      return bind(copyFile, action);
    case 'create-text':
      return bind(createText, action);
    default:
      return bindChange(action);
  }
}

function bindChange(action: Exclude<Action, Making>): BoundAction {
  switch (action.kind) {
    case 'share':
      return bind(share, action);
    case 'invite':
      return bind(invite, action);
    case 'set-link':
      return bind(setLink, action);
    case 'update-room':
      return bind(updateRoom, action);
    case 'add-tags':
      return bind(addTags, action);
    case 'remove-access':
      return bind(removeAccess, action);
    case 'remove-tags':
      return bind(removeTags, action);
    case 'remove-link':
      return bind(removeLink, action);
  }
}

/** A few words for people: what the action will do. */
export function describeAction(action: Action): string {
  return bindKind(action).describe();
}

/**
 * Carries an action out, exactly once as far as the portal lets that be known: after doubt its effect is looked for first.
 * Errors keep the portal client's kind; the message says which action failed.
 */
export async function runAction(action: Action, context: ActionContext): Promise<ActionResult> {
  const bound = bindKind(action);
  try {
    const looks = context.isDoubtful || 'looksFirst' in action;
    if (!looks) return await bound.run(context);
    const since = mayHaveTwins(action) ? await portalTimeBefore(context) : undefined;
    const found = await bound.find(context);
    if (found) return found;
    const made = await bound.run(context);
    return since === undefined ? made : { ...made, twinsSince: since.toISOString() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { hint, details } = error;
    throw new AppError(error.kind, `Could not ${bound.describe()}: ${error.message}`, {
      ...(hint === undefined ? {} : { hint }),
      details,
      cause: error,
    });
  }
}
