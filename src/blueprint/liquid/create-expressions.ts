import { Context, isTruthy, type Liquid, LiquidError, Output, TokenKind, Tokenizer } from 'liquidjs';
import { AppError } from '../../base/errors.ts';
import { isRecord } from '../../base/json.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import { createLiquid } from './create-liquid.ts';
import { type Inspection, inspectExpression, plainMessage } from './inspect-expression.ts';

/** What expressions may read: plain values under a root name each (`person`, `env`, …). */
export type ExpressionContext = Readonly<Record<string, unknown>>;

export interface ConditionResult {
  readonly value: boolean;
  /** The condition's operands between `and` and `or` with the truth of each: they say why it is as it is. */
  readonly parts: readonly { readonly expression: string; readonly value: boolean }[];
}

/**
 * The language of blueprints' values. A value that is put in is never read as an expression again. What cannot be rendered raises
 * `invalid-input`; when that is because a variable is not there, `details.variable` names it.
 */
export interface Expressions {
  /** The text with each `{{ }}` replaced by its value. */
  render(template: string, context: ExpressionContext): string;
  /** A bare condition such as `person.member and person.active`. */
  renderCondition(condition: string, context: ExpressionContext): ConditionResult;
  /**
   * The words that an expression stands for: a list value as it is, a text split at commas and white space. A sole `{{ env.X }}` whose
   * variable is not set is an empty list.
   */
  renderList(template: string, context: ExpressionContext): string[];
  /** The list that a bare name such as `people` stands for; nothing where it stands for none. */
  renderItems(name: string, context: ExpressionContext): unknown[];
  /** What a template that is one `{{ }}` stands for, as it is; any other one rendered. */
  renderValue(template: string, context: ExpressionContext): unknown;
  /** What can be said of an expression without values. Never throws. */
  inspect(text: string, form?: 'text' | 'condition'): Inspection;
}

/** One engine for all: it keeps no state, and making one costs more than most renderings. */
export function createExpressions(): Expressions {
  return (shared.expressions ??= makeExpressions());
}

const shared: { expressions?: Expressions } = {};

function makeExpressions(): Expressions {
  const liquid = createLiquid();

  function render(template: string, context: ExpressionContext): string {
    return guard(context, () => {
      refuseBroken(inspect(template));
      const rendered: unknown = liquid.parseAndRenderSync(template, context);
      return String(rendered);
    });
  }

  function renderCondition(condition: string, context: ExpressionContext): ConditionResult {
    return guard(context, () => {
      refuseBroken(inspect(condition, 'condition'));
      const truth = (expression: string): boolean => truthOf(liquid, expression, context);
      const parts = splitCondition(condition).map((expression) => ({ expression, value: truth(expression) }));
      return { value: truth(condition), parts };
    });
  }

  function renderList(template: string, context: ExpressionContext): string[] {
    const sole = soleExpression(liquid, template);
    if (sole === undefined) return splitWords(render(template, context));
    try {
      const value = guard(context, (): unknown => {
        refuseBroken(inspect(template));
        return liquid.evalValueSync(sole, context);
      });
      return Array.isArray(value) ? value.map(String) : splitWords(toText(value));
    } catch (error) {
      if (isUnsetSetting(error)) return [];
      throw error;
    }
  }

  function renderItems(name: string, context: ExpressionContext): unknown[] {
    return guard(context, () => {
      refuseBroken(inspect(name, 'condition'));
      const value: unknown = liquid.evalValueSync(name, context);
      return isList(value) ? value : [];
    });
  }

  function renderValue(template: string, context: ExpressionContext): unknown {
    const sole = soleExpression(liquid, template);
    if (sole === undefined) return render(template, context);
    return guard(context, (): unknown => {
      refuseBroken(inspect(template));
      return liquid.evalValueSync(sole, context);
    });
  }

  const inspect: Expressions['inspect'] = (text, form) => inspectIn(liquid, text, form);

  return { render, renderCondition, renderList, renderItems, renderValue, inspect };
}

function inspectIn(liquid: Liquid, text: string, form: 'text' | 'condition' = 'text'): Inspection {
  if (form === 'text') return inspectExpression(liquid, text);
  const bare = { reads: [], fixedText: '', isFixed: false };
  if (/\{\{|\}\}|\{%|%\}/.test(text)) return { ...bare, error: 'a condition is written bare, without {{ }} or {% %}' };
  if (text.trim() === '') return { ...bare, error: 'the condition is empty' };
  return inspectExpression(liquid, `{{ ${text} }}`);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** Whether an error says that a name of `env` is not set: what an optional entry and a list may do without. */
export function isUnsetSetting(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const { variable } = error.details;
  return typeof variable === 'string' && variable.startsWith('env.');
}

function refuseBroken({ error }: Inspection): void {
  if (error !== undefined) throw new AppError('invalid-input', error);
}

function guard<T>(context: ExpressionContext, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const original = LiquidError.is(error) ? error.originalError : undefined;
    const variable: unknown = isRecord(original) ? original['variableName'] : undefined;
    if (typeof variable === 'string') throw missingVariable(variable, context);
    throw new AppError('invalid-input', plainMessage(error), { cause: error });
  }
}

function missingVariable(variable: string, context: ExpressionContext): AppError {
  const [root = '', name = ''] = variable.split('.');
  const details = { variable };
  if (root === 'env') {
    const hint = `Set ${name}, and name it in BLUEPRINT_ENV.`;
    return new AppError('invalid-input', `\`${variable}\` is not set`, { hint, details });
  }
  const fields = Object.hasOwn(context, root) ? context[root] : undefined;
  const available = isRecord(fields) ? Object.keys(fields).map((key) => `${root}.${key}`) : Object.keys(context);
  const message = `\`${variable}\` is not known${didYouMean(variable, available)}`;
  return new AppError('invalid-input', message, { hint: `Available: ${quoteWords(available)}.`, details });
}

function truthOf(liquid: Liquid, expression: string, context: ExpressionContext): boolean {
  const value: unknown = liquid.evalValueSync(expression, context);
  return isTruthy(value, new Context(context, liquid.options));
}

/** The operands between `and` and `or`; one that is piped through a filter is left whole. */
function splitCondition(condition: string): string[] {
  const tokenizer = new Tokenizer(condition);
  const joints = [...tokenizer.readExpressionTokens()].filter(
    (token) => token.kind === TokenKind.Operator && ['and', 'or'].includes(token.getText()),
  );
  tokenizer.skipBlank();
  if (!tokenizer.end()) return [condition.trim()];
  const starts = [0, ...joints.map((joint) => joint.end)];
  return starts.map((start, index) => condition.slice(start, joints[index]?.begin).trim());
}

/** What stands between the braces of a template that is one `{{ }}` and nothing else. */
function soleExpression(liquid: Liquid, template: string): string | undefined {
  const text = template.trim();
  if (!/^\{\{-?[^{}]*\}\}$/.test(text) || inspectExpression(liquid, text).error !== undefined) return undefined;
  const [only] = liquid.parse(text);
  return only instanceof Output ? only.token.input.slice(...only.token.contentRange) : undefined;
}

function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
