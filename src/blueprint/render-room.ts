import type { DesiredRoom } from './desired-room.ts';
import type { Expression } from './expression.ts';
import { createExpressions, type ExpressionContext } from './liquid/create-expressions.ts';
import { renderAccess } from './room/access.ts';
import { copiesOf, renderContents, renderFileIds } from './room/contents.ts';
import type { FollowUpContext, RenderContext } from './room/context.ts';
import { type FollowUpOrder, renderFollowUp } from './room/follow-ups.ts';
import type { RoomBlueprint } from './room-schema.ts';
import { createScope, type Scope } from './scope.ts';

export type { FollowUpContext, RenderContext } from './room/context.ts';
export type { FollowUpOrder } from './room/follow-ups.ts';

/** Whether the blueprint is for this subject. True without `when`. Errors: `invalid-input`, with the place in the document. */
export function evaluateWhen(blueprint: RoomBlueprint, context: RenderContext): boolean {
  const when = blueprint.expressions.find(({ form }) => form === 'condition');
  return when === undefined || scopeOf(context).condition(when).value;
}

/**
 * The room that the blueprint wants for a subject: values only, nothing is looked up. Optional entries without a value are left out and
 * named in `leftOut`, as are copies of an empty list. Errors: `invalid-input` for a variable or a setting that is not there, for an
 * empty title, key or id, and for a file id that is none; with the place in the document.
 */
export function renderRoom(blueprint: RoomBlueprint, context: RenderContext): DesiredRoom {
  const scope = scopeOf(context);
  const { room, key } = blueprint;
  const leftOut: string[] = [];
  return {
    key: scope.required(key),
    title: scope.required(room.title),
    type: room.type,
    tags: [...new Set(room.tags.map((tag) => scope.required(tag)))],
    contents: renderContents(room.contents, scope, leftOut),
    access: renderAccess(room.access, scope, leftOut),
    leftOut,
  };
}

/**
 * What can be said before the subject is known: file and group ids that depend on `env` alone, so that they can be looked up meanwhile.
 * Best effort: what cannot be rendered is missing here, and reported by `renderRoom`. Never throws.
 */
export function renderStatic(
  { room }: RoomBlueprint,
  env: RenderContext['env'],
): { readonly fileIds: readonly number[]; readonly groupIds: readonly string[] } {
  const scope = scopeOf({ env });
  const files = copiesOf(room.contents).flatMap((copy) => copy.files);
  const groups = room.access.filter((entry) => entry.subject === 'group').map((entry) => entry.value);
  const attempt = <T>(
    expression: Expression,
    render: (expression: Expression, scope: Scope) => readonly T[],
  ): readonly T[] => {
    try {
      return render(expression, scope);
    } catch {
      return [];
    }
  };
  return {
    fileIds: [...new Set(files.flatMap((file) => attempt(file, renderFileIds)))],
    groupIds: [...new Set(groups.flatMap((group) => attempt(group, (one) => [scope.required(one)])))],
  };
}

/** What is to be done after the room, with its values put in. Errors: as for `renderRoom`. */
export function renderFollowUps(blueprint: RoomBlueprint, context: FollowUpContext): FollowUpOrder[] {
  const scope = scopeOf(context);
  return blueprint.then.map((followUp) => renderFollowUp(followUp, scope, context));
}

function scopeOf(context: RenderContext | Pick<RenderContext, 'env'>): Scope {
  const values: ExpressionContext = { ...context };
  return createScope(createExpressions(), values);
}
