import {
  analyzeSync,
  type Liquid,
  Output,
  type Template,
  type Token,
  TokenKind,
  toValueSync,
  TypeGuards,
  Value,
} from 'liquidjs';

/** A variable that an expression reads: `person.name` is `['person', 'name']`. A segment that is computed is undefined. */
export type VariableName = readonly (string | undefined)[];

/** What an expression says of itself before anything is known of whom it is for. */
export interface Inspection {
  /** Why it cannot be used; undefined when it can. */
  readonly error: string | undefined;
  readonly reads: readonly VariableName[];
  /** The text outside of `{{ }}`. */
  readonly fixedText: string;
  /** Whether there is nothing but fixed text. */
  readonly isFixed: boolean;
}

/** Inspects the text of an expression. Never throws. */
export function inspectExpression(liquid: Liquid, text: string): Inspection {
  try {
    const templates = liquid.parse(text);
    return {
      error: templates.some(hasStrayWords) ? 'two values without an operator between them' : undefined,
      reads: readsOf(templates),
      fixedText: templates
        .map((template) => (TypeGuards.isHTMLToken(template.token) ? template.token.getContent() : ''))
        .join(''),
      isFixed: templates.every((template) => TypeGuards.isHTMLToken(template.token)),
    };
  } catch (error) {
    return { error: plainMessage(error), reads: [], fixedText: '', isFixed: false };
  }
}

/** The message of the Liquid library without its own line and column, which count from the start of the expression. */
export function plainMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, (?:file:[^,]*, )?line:\d+, col:\d+$/, '');
}

function readsOf(templates: Template[]): VariableName[] {
  const { globals } = analyzeSync(templates, { partials: false });
  return Object.values(globals).flatMap((variables) =>
    variables.map(({ segments }) =>
      segments.map((segment) => (typeof segment === 'object' ? undefined : String(segment))),
    ),
  );
}

/** The library reads `{{ a b }}` and drops one of the two without a word. */
function hasStrayWords(template: Template): boolean {
  const values = template instanceof Output ? [template.value] : [...(template.arguments?.() ?? [])];
  if (values.some((value) => value instanceof Value && !isBalanced(value.initial.postfix))) return true;
  const children = template.children ? toValueSync(template.children(false, true)) : [];
  return Array.isArray(children) && children.some((child: Template) => hasStrayWords(child));
}

/** Whether operators and operands of an expression in postfix order come out as exactly one value. */
function isBalanced(postfix: readonly Token[]): boolean {
  let depth = 0;
  for (const token of postfix) {
    const needs = token.kind !== TokenKind.Operator ? 0 : token.getText() === 'not' ? 1 : 2;
    if (depth < needs) return false;
    depth += 1 - needs;
  }
  return depth === 1;
}
