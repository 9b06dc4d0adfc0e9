import { AppError } from '../base/errors.ts';
import type { Expression } from './expression.ts';
import { formatPlace } from './issue.ts';
import type { ConditionResult, ExpressionContext, Expressions } from './liquid/create-expressions.ts';

/** Renders a blueprint's expressions with one set of values. What fails is reported with the place in the document. */
export interface Scope {
  /** The text, trimmed; may be empty. */
  text(expression: Expression): string;
  /** The same, but empty is an error. */
  required(expression: Expression): string;
  words(expression: Expression): string[];
  condition(expression: Expression): ConditionResult;
  /** A scope for each item of the list that a bare name stands for, where it is read as `item`. */
  items(list: Expression): Scope[];
  /** What exactly one `{{ }}` stands for, as it is; any other text rendered. */
  value(expression: Expression): unknown;
  /** The names that an expression reads from `env`: what an operator must set when its value is wrong. */
  settingsOf(expression: Expression): string[];
}

export function createScope(expressions: Expressions, context: ExpressionContext): Scope {
  const text = (expression: Expression): string =>
    placed(expression, () => expressions.render(expression.text, context).trim());
  return {
    text,
    required(expression) {
      const value = text(expression);
      if (value !== '') return value;
      return placed(expression, () => {
        throw new AppError('invalid-input', 'is empty', { hint: `\`${expression.text}\` must give a text here.` });
      });
    },
    words: (expression) => placed(expression, () => expressions.renderList(expression.text, context)),
    condition: (expression) => placed(expression, () => expressions.renderCondition(expression.text, context)),
    items: (list) =>
      placed(list, () =>
        expressions.renderItems(list.text, context).map((item) => createScope(expressions, { ...context, item })),
      ),
    value: (expression) => placed(expression, () => expressions.renderValue(expression.text, context)),
    settingsOf: ({ text: template }) => {
      const reads = expressions.inspect(template).reads.filter(([root]) => root === 'env');
      return reads.flatMap(([, name]) => name ?? []);
    },
  };
}

function placed<T>({ at }: Expression, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { kind, message, hint, details } = error;
    throw new AppError(kind, `${formatPlace(at)}: ${at.path}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      details,
      cause: error,
    });
  }
}
