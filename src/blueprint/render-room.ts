import { AppError } from '../base/errors.ts';
import type { Blueprint, PersonCloseOutBlueprint, RoomBlueprint, RoomCloseOutBlueprint } from './blueprint.ts';
import type { DesiredRoom } from './desired-room.ts';
import type { Expression } from './expression.ts';
import { readableInputs } from './inputs/resolve-inputs.ts';
import { formatPlace } from './issue.ts';
import { createExpressions, type ExpressionContext } from './liquid/create-expressions.ts';
import { readQuota } from './quota.ts';
import { renderAccess } from './room/access.ts';
import { copiesOf, renderContents, renderFileIds } from './room/contents.ts';
import type { FollowUpContext, RenderContext } from './room/context.ts';
import { type FollowUpOrder, listDue, renderFollowUpOrder } from './room/follow-ups.ts';
import { renderLinks } from './room/links.ts';
import { createScope, type Scope } from './scope.ts';

export type { FollowUpContext, RenderContext } from './room/context.ts';
export type { FollowUpOrder } from './room/follow-ups.ts';

type Conditional = RoomBlueprint | PersonCloseOutBlueprint;

/** Whether the blueprint is for this subject. True without `when`. Errors: `invalid-input`, with the place in the document. */
export function evaluateWhen(blueprint: Conditional, context: RenderContext): boolean {
  const when = blueprint.expressions.find(({ form, at }) => form === 'condition' && at.path === 'when');
  return when === undefined || scopeOf(blueprint, context).condition(when).value;
}

/** A part of a blueprint's `when`, and the value that it had. */
export interface Condition {
  readonly name: string;
  readonly value: boolean | string;
}

/** Each part of the blueprint's `when` with its value, so that people see which of them it was. Never throws. */
export function explainWhen(blueprint: Conditional, context: RenderContext): Condition[] {
  const { when, expressions } = blueprint;
  const whole = expressions.find(({ form, at }) => form === 'condition' && at.path === 'when');
  if (when === undefined || !whole) return [];
  const scope = scopeOf(blueprint, context);
  return when.split(/\s+(?:and|or)\s+/).flatMap((part) => {
    try {
      return [{ name: part.trim(), value: scope.condition({ ...whole, text: part }).value }];
    } catch {
      return [];
    }
  });
}

/**
 * The room that the blueprint wants for a subject: values only, nothing is looked up. Optional entries without a value are left out and
 * named in `leftOut`, as are copies of an empty list. Errors: `invalid-input` for a variable or a setting that is not there, for an
 * empty title, key or id, and for a file id that is none; with the place in the document.
 */
export function renderRoom(blueprint: RoomBlueprint, context: RenderContext): DesiredRoom {
  const scope = scopeOf(blueprint, context);
  const { room, key } = blueprint;
  const leftOut: string[] = [];
  return {
    key: scope.required(key),
    title: scope.required(room.title),
    ...(room.type === undefined ? {} : { type: room.type }),
    ...(room.from ? { templateId: renderId(room.from, scope, 'a room template') } : {}),
    tags: [...new Set(room.tags.map((tag) => scope.required(tag)))],
    ...(room.quota ? { quotaBytes: renderQuota(room.quota, scope) } : {}),
    ...(room.denyDownload === undefined ? {} : { denyDownload: room.denyDownload }),
    contents: renderContents(room.contents, scope, leftOut),
    access: renderAccess(room.access, scope, leftOut),
    links: renderLinks(room.links, scope),
    leftOut,
  };
}

function renderId(expression: Expression, scope: Scope, what: string): number {
  const text = scope.required(expression);
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new AppError('invalid-input', `${formatPlace(expression.at)}: \`${expression.text}\` is no id of ${what}`, {
    hint: 'An id is a positive whole number; the portal shows it in the address.',
    details: { settings: scope.settingsOf(expression) },
  });
}

function renderQuota(expression: Expression, scope: Scope): number {
  const text = scope.required(expression);
  const bytes = /^\d+$/.test(text) ? Number(text) : readQuota(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new AppError('invalid-input', `${formatPlace(expression.at)}: \`${text}\` is no size`, {
    hint: 'Write bytes, or a text such as 500 MB, 2 GB or 1 TB.',
  });
}

/**
 * What can be said before the subject is known: ids of files, groups and a room template that depend on `env` alone, so that they can be looked up meanwhile.
 * Best effort: what cannot be rendered is missing here, and reported by `renderRoom`. Never throws.
 */
export function renderStatic(
  { room }: RoomBlueprint,
  env: RenderContext['env'],
): {
  readonly fileIds: readonly number[];
  readonly groupIds: readonly string[];
  readonly templateIds: readonly number[];
} {
  const scope = createScope(createExpressions(), { env });
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
    templateIds: room.from === undefined ? [] : attempt(room.from, renderFileIds),
  };
}

/** Where the report of a close-out goes; nothing without one. Errors: `invalid-input` for what is no id. */
export function renderCloseOut(
  { report }: Pick<RoomCloseOutBlueprint, 'report'>,
  { env }: Pick<RenderContext, 'env'>,
): { readonly reportFolderId?: number } {
  if (!report) return {};
  const scope = createScope(createExpressions(), { env });
  return { reportFolderId: renderId(report.folder, scope, 'a folder') };
}

/**
 * What follows a room or a close-out: an id each, the same whenever the same run is resumed, in the document's order. The room's link
 * need not be known yet.
 */
export function listFollowUps(
  blueprint: Blueprint,
  context: FollowUpContext,
): readonly { readonly id: string; readonly kind: FollowUpOrder['kind'] }[] {
  return listDue(blueprint.then, scopeOf(blueprint, context)).map(({ id, followUp }) => ({ id, kind: followUp.kind }));
}

/** One of them with its values put in: it may hold secrets, and is to be used at once. Errors: as for `renderRoom`. */
export function renderFollowUp(blueprint: Blueprint, id: string, context: FollowUpContext): FollowUpOrder {
  const due = listDue(blueprint.then, scopeOf(blueprint, context)).find((one) => one.id === id);
  if (due) return renderFollowUpOrder(due, context);
  throw new AppError('defect', `The blueprint ${blueprint.name} has no follow-up "${id}".`);
}

function scopeOf(blueprint: Blueprint, { inputs, ...context }: RenderContext | FollowUpContext): Scope {
  const fields = blueprint.kind === 'Room' ? blueprint.inputs : [];
  const values: ExpressionContext = { ...readableInputs(fields, inputs), ...context };
  return createScope(createExpressions(), values);
}
