import type { Expression } from '../expression.ts';
import { type Issue, issueAt } from '../issue.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { VariableName } from '../liquid/inspect-expression.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import { contextFields } from '../room/context.ts';
import type { RoomBlueprint } from '../room-schema.ts';

interface Names {
  readonly env?: readonly string[];
  readonly mailTemplates?: readonly string[];
}

type Root = 'env' | keyof typeof contextFields;

/** Expressions that cannot be read, or that read what there is not at their place; and mails that there are not. */
export function checkExpressions(blueprint: RoomBlueprint, expressions: Expressions, names: Names): Issue[] {
  return [
    ...blueprint.expressions.flatMap((expression) => checkExpression(expression, expressions, names)),
    ...blueprint.then.flatMap(({ template }) => checkTemplate(template, names)),
  ];
}

function checkTemplate({ text, at }: Expression, { mailTemplates }: Names): Issue[] {
  if (!mailTemplates || text.includes('{{') || mailTemplates.includes(text)) return [];
  const message = `unknown template \`${text}\`${didYouMean(text, mailTemplates)}`;
  return [issueAt(at, message, `Known: ${quoteWords(mailTemplates)}.`)];
}

function checkExpression({ text, form, at }: Expression, expressions: Expressions, names: Names): Issue[] {
  const { error, reads } = expressions.inspect(text, form);
  if (error !== undefined) {
    const example = form === 'condition' ? 'person.member and person.active' : '{{ person.name }}';
    return [issueAt(at, `the expression cannot be read: ${error}`, `Expressions are Liquid, such as \`${example}\`.`)];
  }
  const unique = new Map(reads.map((read) => [read.join('.'), read]));
  return [...unique.values()].flatMap((read) => checkRead(read, at, names));
}

/** `room` is only there once it was made; what decides about a room must not depend on the run that happens to make it. */
function rootsAt(path: string): readonly Root[] {
  if (path.startsWith('then')) return ['person', 'env', 'run', 'room'];
  return path === 'key' || path === 'when' ? ['person', 'env'] : ['person', 'env', 'run'];
}

function checkRead(read: VariableName, at: Expression['at'], { env }: Names): Issue[] {
  const [rootName = '', field] = read;
  const known = rootsAt(at.path);
  const root = known.find((name) => name === rootName);
  const variable = read.map((segment) => segment ?? '…').join('.');
  if (root === undefined) {
    const message = `unknown variable \`${variable}\`${didYouMean(rootName, known)}`;
    return [issueAt(at, message, `Known here: ${quoteWords(known)}.`)];
  }
  if (field === undefined) {
    return [
      issueAt(at, `\`${rootName}\` is read without the name of a value`, `Write it out: \`${exampleOf(root)}\`.`),
    ];
  }
  if (root === 'env') return checkSetting(field, at, env);
  const fields = Object.keys(contextFields[root]).map((name) => `${root}.${name}`);
  if (fields.includes(variable)) return [];
  return [
    issueAt(at, `unknown variable \`${variable}\`${didYouMean(variable, fields)}`, `Known: ${quoteWords(fields)}.`),
  ];
}

function exampleOf(root: Root): string {
  return root === 'env' ? 'env.NAME' : `${root}.${Object.keys(contextFields[root])[0] ?? ''}`;
}

function checkSetting(name: string, at: Expression['at'], allowed: readonly string[] | undefined): Issue[] {
  if (!allowed || allowed.includes(name)) return [];
  const message = `\`env.${name}\` is not among the names that blueprints may read${didYouMean(name, allowed)}`;
  return [issueAt(at, message, `Add ${name} to BLUEPRINT_ENV.`)];
}
