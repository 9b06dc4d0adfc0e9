import type { Blueprint } from '../blueprint.ts';
import type { Expression } from '../expression.ts';
import type { InputField } from '../inputs/input-field.ts';
import { type Issue, issueAt } from '../issue.ts';
import { filterNames, tags } from '../liquid/create-liquid.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { VariableName } from '../liquid/inspect-expression.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import { contextFields, personCloseOutFields, roomFields } from '../room/context.ts';
import { ownersWord } from '../room/mail.ts';
import { followField, followInput, type InputRead } from './input-names.ts';

interface Names {
  readonly env?: readonly string[];
  readonly mailTemplates?: readonly string[];
}

type Root = 'env' | keyof typeof contextFields;

/** What may be read at one place of one document. */
interface Place extends Names {
  readonly roots: readonly Root[];
  readonly inputs: readonly InputField[];
  /** Whether the blueprint says neither that it is for a person nor what it is given. */
  readonly isForNobody?: boolean;
  /** Whether `room` is the one that the blueprint is for, and not yet the one that it is about to have been applied to. */
  readonly isForRoom?: boolean;
  /** Whether a close-out is for a person: of `closeOut` there is less then. */
  readonly isForPerson?: boolean;
  /** What `item` is, where an entry is made for each item of a list. */
  readonly item?: InputField | undefined;
  readonly at: Expression['at'];
}

/** Expressions that cannot be read, or that read what there is not at their place; and mails that there are not. */
export function checkExpressions(blueprint: Blueprint, expressions: Expressions, names: Names): Issue[] {
  return [
    ...blueprint.expressions.flatMap((expression) => {
      const place = { ...names, ...placeOf(expression, blueprint), at: expression.at };
      return isOwners(expression, blueprint) ? [] : checkExpression(expression, expressions, place);
    }),
    ...blueprint.then.flatMap((followUp) => (followUp.kind === 'mail' ? checkTemplate(followUp.template, names) : [])),
  ];
}

function isOwners({ text, at }: Expression, { kind }: Blueprint): boolean {
  return kind === 'CloseOut' && text.trim() === ownersWord && at.path.includes('.mail.to');
}

function checkTemplate(template: Expression | undefined, { mailTemplates }: Names): Issue[] {
  if (!template || !mailTemplates || template.text.includes('{{') || mailTemplates.includes(template.text)) return [];
  const message = `unknown template \`${template.text}\`${didYouMean(template.text, mailTemplates)}`;
  return [issueAt(template.at, message, `Known: ${quoteWords(mailTemplates)}.`)];
}

function checkExpression({ text, form, at }: Expression, expressions: Expressions, place: Place): Issue[] {
  const { error, reads } = expressions.inspect(text, form);
  if (error !== undefined) {
    return [issueAt(at, `the expression cannot be read: ${error}`, whatWorks(error, form))];
  }
  const unique = new Map(reads.map((read) => [read.join('.'), read]));
  return [...unique.values()].flatMap((read) => checkRead(read, place));
}

/** What would work instead of an expression that cannot be read. */
function whatWorks(error: string, form: Expression['form']): string {
  if (error.startsWith('tag ')) {
    return `Tags: ${quoteWords(tags)}. A list is written so: \`{{ people | join: ", " }}\`.`;
  }
  if (error.startsWith('undefined filter')) return `Filters: ${quoteWords(filterNames)}.`;
  const example = form === 'condition' ? 'person.member and person.active' : '{{ person.name }}';
  return `Expressions are Liquid, such as \`${example}\`.`;
}

function placeOf({ at }: Expression, blueprint: Blueprint): Omit<Place, 'at'> {
  if (blueprint.kind === 'CloseOut') return placeInCloseOut(at.path, blueprint.for);
  if (at.path.startsWith('inputs')) return { roots: ['env'], inputs: [] };
  const isAfterwards = at.path.startsWith('then');
  const subject: Root[] =
    blueprint.for === undefined || (blueprint.for === 'room' && isAfterwards) ? [] : [blueprint.for];
  return {
    roots: [...subject, ...rootsAt(at.path)],
    isForRoom: blueprint.for === 'room' && !isAfterwards,
    inputs: blueprint.inputs,
    isForNobody: blueprint.for === undefined && blueprint.inputs.length === 0,
    item: itemAt(at.path, blueprint),
  };
}

function placeInCloseOut(path: string, subject: 'room' | 'person'): Omit<Place, 'at'> {
  const isAfterwards = path.startsWith('then');
  if (subject === 'person') {
    const roots: Root[] = isAfterwards ? ['person', 'closeOut', 'env', 'run'] : ['person', 'env'];
    return { roots, inputs: [], isForPerson: true };
  }
  return { roots: isAfterwards ? ['closeOut', 'room', 'env', 'run'] : ['env', 'run'], inputs: [] };
}

/** `room` is only there once it was made; what decides about a room must not depend on the run that happens to make it. */
function rootsAt(path: string): Root[] {
  if (path.startsWith('then')) return ['env', 'run', 'room'];
  return path === 'key' || path === 'when' ? ['env'] : ['env', 'run'];
}

/** What `item` stands for in an entry that is made for each item of a list. */
function itemAt(path: string, { room, then, inputs }: Extract<Blueprint, { kind: 'Room' }>): InputField | undefined {
  const entries = [
    ...room.access.map(({ each }) => each),
    ...then.map((one) => (one.kind === 'mail' ? one.each : undefined)),
  ];
  const each = entries.find(
    (one) => one !== undefined && path !== one.at.path && path.startsWith(entryOf(one.at.path)),
  );
  return each && followInput(each.text.trim().split('.'), inputs)?.field.of;
}

/** The path of the entry that an `each` belongs to. */
function entryOf(path: string): string {
  return path.replace(/(\.mail)?\.each$/, '.');
}

function checkRead(read: VariableName, place: Place): Issue[] {
  const { roots, inputs, item } = place;
  const [rootName = ''] = read;
  const input = rootName === 'item' && item ? followField(item, read.slice(1)) : followInput(read, inputs);
  if (input) return checkInput(read, input, place);
  const root = roots.find((name) => name === rootName);
  return root === undefined ? checkUnknown(read, place) : checkRoot(root, read, place);
}

function checkUnknown(read: VariableName, { roots, inputs, item, isForNobody, at }: Place): Issue[] {
  const [rootName = ''] = read;
  const known = [...roots, ...inputs.map(({ name }) => name), ...(item ? ['item'] : [])];
  if (rootName === 'person') {
    // Without inputs either, it is said once what the blueprint lacks.
    if (isForNobody) return [];
    const what = '`person` is read, and the blueprint is not for a person';
    return [issueAt(at, what, `Add \`for: person\`, or read what is there: ${quoteWords(known)}.`)];
  }
  const message = `unknown variable \`${nameOf(read)}\`${didYouMean(rootName, known)}`;
  return [issueAt(at, message, `Known here: ${quoteWords(known)}.`)];
}

function checkRoot(root: Root, read: VariableName, place: Place): Issue[] {
  const { at, env } = place;
  const [, field, part] = read;
  if (field === undefined) {
    return [issueAt(at, `\`${root}\` is read without the name of a value`, `Write it out: \`${exampleOf(root)}\`.`)];
  }
  if (root === 'env') return checkSetting(field, at, env);
  const fields = fieldsOf(root, place).map((name) => `${root}.${name}`);
  const variable = nameOf(read);
  const isReport = fields.includes('closeOut.report') && field === 'report' && (part === 'title' || part === 'url');
  if (isReport || fields.includes(variable)) return [];
  return [
    issueAt(at, `unknown variable \`${variable}\`${didYouMean(variable, fields)}`, `Known: ${quoteWords(fields)}.`),
  ];
}

function fieldsOf(root: Exclude<Root, 'env'>, { isForRoom, isForPerson }: Place): readonly string[] {
  if (root === 'room' && isForRoom) return Object.keys(roomFields);
  return Object.keys(root === 'closeOut' && isForPerson ? personCloseOutFields : contextFields[root]);
}

function nameOf(read: VariableName): string {
  return read.map((segment) => segment ?? '…').join('.');
}

function checkInput(read: VariableName, { field, known, isKnown }: InputRead, { at }: Place): Issue[] {
  if (field.secret) {
    const hint = 'Only `password` of a link may name it, as exactly one expression.';
    return [issueAt(at, `\`${field.path}\` is secret and cannot be read here`, hint)];
  }
  if (isKnown) return [];
  const last = read.at(-1) ?? '';
  const message = `unknown variable \`${nameOf(read)}\`${didYouMean(last, known)}`;
  const hint =
    known.length > 0 ? `Known in \`${field.path}\`: ${quoteWords(known)}.` : `\`${field.path}\` is a ${field.type}.`;
  return [issueAt(at, message, hint)];
}

function exampleOf(root: Root): string {
  return root === 'env' ? 'env.NAME' : `${root}.${Object.keys(contextFields[root])[0] ?? ''}`;
}

function checkSetting(name: string, at: Expression['at'], allowed: readonly string[] | undefined): Issue[] {
  if (!allowed || allowed.includes(name)) return [];
  const message = `\`env.${name}\` is not among the names that blueprints may read${didYouMean(name, allowed)}`;
  return [issueAt(at, message, `Add ${name} to BLUEPRINT_ENV.`)];
}
