import { AppError } from '../base/errors.ts';
import type { Action } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult } from './action-kind.ts';
import { addTags } from './add-tags.ts';
import { copyFile } from './copy-file.ts';
import { createFolder } from './create-folder.ts';
import { createRoom } from './create-room.ts';
import { share } from './share.ts';

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

/** The registry: one line an action kind. */
function bindKind(action: Action): BoundAction {
  switch (action.kind) {
    case 'create-room':
      return bind(createRoom, action);
    case 'create-folder':
      return bind(createFolder, action);
    case 'copy-file':
      return bind(copyFile, action);
    case 'share':
      return bind(share, action);
    case 'add-tags':
      return bind(addTags, action);
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
    const found = context.isDoubtful ? await bound.find(context) : undefined;
    return found ?? (await bound.run(context));
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
