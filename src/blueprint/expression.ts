import type { Place, PathKey } from './issue.ts';
import type { Locate } from './yaml/read-yaml.ts';

/** A text of the document in which `{{ }}` may stand, or a bare condition. */
export interface Expression {
  readonly text: string;
  readonly form: 'text' | 'condition';
  readonly at: Place;
}

/** Turns parts of a document into parts of a blueprint. Each expression that is made with it is checked, wherever it stands. */
export interface BlueprintReader {
  at(path: readonly PathKey[]): Place;
  text(path: readonly PathKey[], text: string): Expression;
  condition(path: readonly PathKey[], text: string): Expression;
  /** All expressions made so far. */
  readonly expressions: readonly Expression[];
}

export function createBlueprintReader(locate: Locate): BlueprintReader {
  const expressions: Expression[] = [];
  const make = (path: readonly PathKey[], text: string, form: Expression['form']): Expression => {
    const expression = { text, form, at: locate(path) };
    expressions.push(expression);
    return expression;
  };
  return {
    at: (path) => locate(path),
    text: (path, text) => make(path, text, 'text'),
    condition: (path, text) => make(path, text, 'condition'),
    expressions,
  };
}
