import { z } from 'zod';
import { isRecord, type Json } from '../../base/json.ts';
import type { BlueprintReader } from '../expression.ts';
import { formatPath, type Issue, issueAt, type PathKey } from '../issue.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import { type InputField, type InputType, inputTypes } from './input-field.ts';

/** Declarations as they are written; what is in them is read by `declareInputs`, since short forms nest. */
export const Inputs = z
  .record(z.string(), z.json())
  .describe(
    `What the blueprint is given: a name with its type (${inputTypes.join(', ')}), a map of such names, or a map with \`type\`. A type that ends in \`?\` may be left out.`,
  );

/** Roots of expressions that are there already. */
const reserved: readonly string[] = ['person', 'env', 'run', 'room', 'item', 'closeOut', 'inputs'];

const longKeys = ['type', 'required', 'default', 'description', 'secret', 'choices', 'fields', 'of'] as const;

interface Declaring {
  readonly reader: BlueprintReader;
  readonly issues: Issue[];
}

interface Place {
  readonly name: string;
  /** Where it stands in the document. */
  readonly at: readonly PathKey[];
  /** Where its value stands among the inputs. */
  readonly path: string;
}

/** Reads the declarations of a document. Never throws: what is wrong comes back beside what could be read. */
export function declareInputs(
  raw: Readonly<Record<string, Json>>,
  at: readonly PathKey[],
  reader: BlueprintReader,
): { readonly fields: readonly InputField[]; readonly issues: readonly Issue[] } {
  const declaring: Declaring = { reader, issues: [] };
  const fields = declareAll(raw, { at, path: '' }, declaring);
  for (const { name } of fields.filter((field) => reserved.includes(field.name))) {
    const hint = `Taken: ${quoteWords(reserved)}.`;
    declaring.issues.push(issueAt(reader.at([...at, name]), `\`${name}\` is no name for an input`, hint));
  }
  return { fields, issues: declaring.issues };
}

function declareAll(
  raw: Readonly<Record<string, unknown>>,
  parent: { readonly at: readonly PathKey[]; readonly path: string },
  declaring: Declaring,
): InputField[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    const at = [...parent.at, name];
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      const message = `\`${name}\` is no name for an input`;
      return refuse(at, { message, hint: 'Names have letters, digits and `_`, and begin with a letter.' }, declaring);
    }
    return declare(value, { name, at, path: parent.path === '' ? name : `${parent.path}.${name}` }, declaring);
  });
}

function refuse(
  at: readonly PathKey[],
  { message, hint }: { message: string; hint: string },
  declaring: Declaring,
): [] {
  declaring.issues.push(issueAt(declaring.reader.at(at), message, hint));
  return [];
}

function declare(value: unknown, place: Place, declaring: Declaring): InputField[] {
  const { name, at, path } = place;
  if (typeof value === 'string') return declareShort(value, place, declaring);
  if (!isRecord(value)) {
    const hint = 'Write a type, such as `string`, or a map of names with their types.';
    return refuse(at, { message: `\`${path}\` has no type`, hint }, declaring);
  }
  if (isLong(value)) return declareLong(value, place, declaring);
  const fields = declareAll(value, place, declaring);
  return [{ name, path, type: 'object', required: true, secret: false, fields }];
}

/** A map with a `type` that is a type word; another map with such a key is an object with a field of that name. */
function isLong(value: Readonly<Record<string, unknown>>): boolean {
  const type = value['type'];
  const others = Object.keys(value).filter((key) => !longKeys.some((known) => known === key));
  return typeof type === 'string' && readType(type) !== undefined && others.length === 0;
}

function readType(text: string): { readonly type: InputType; readonly optional: boolean } | undefined {
  const optional = text.endsWith('?');
  const word = optional ? text.slice(0, -1) : text;
  const type = inputTypes.find((known) => known === word);
  return type && { type, optional };
}

function declareShort(text: string, { name, at, path }: Place, declaring: Declaring): InputField[] {
  const read = readType(text.trim());
  if (!read) {
    const message = `unknown type \`${text}\`${didYouMean(text.replace(/\?$/, ''), inputTypes)}`;
    return refuse(at, { message, hint: `Known: ${quoteWords(inputTypes)}.` }, declaring);
  }
  if (read.type === 'object' || read.type === 'list') {
    const key = read.type === 'list' ? '`of`' : '`fields`';
    const hint = `Write a map: { type: ${read.type}, ${key.replaceAll('`', '')}: … }.`;
    return refuse(at, { message: `a ${read.type} needs ${key}`, hint }, declaring);
  }
  return [{ name, path, type: read.type, required: !read.optional, secret: false }];
}

const Long = z.object({
  type: z.string(),
  required: z.boolean().exactOptional(),
  default: z.json().exactOptional(),
  description: z.string().exactOptional(),
  secret: z.boolean().default(false),
  choices: z.array(z.string()).min(1).exactOptional(),
  fields: z.record(z.string(), z.json()).exactOptional(),
  of: z.json().exactOptional(),
});

function declareLong(value: unknown, place: Place, declaring: Declaring): InputField[] {
  const long = Long.safeParse(value);
  if (!long.success) {
    const [issue] = long.error.issues;
    const message = `\`${formatPath([place.path, ...(issue?.path.map(String) ?? [])])}\` is not understood`;
    return refuse(place.at, { message, hint: issue?.message ?? '' }, declaring);
  }
  return declareRead(long.data, place, declaring);
}

function declareRead(long: z.infer<typeof Long>, place: Place, declaring: Declaring): InputField[] {
  const { type = 'string', optional = false } = readType(long.type) ?? {};
  const { name, path, at } = place;
  const { required = !optional, description, secret, choices } = long;
  if (secret && !maySecret(type, place)) {
    const hint = 'Only a text can be, outside of objects and lists.';
    return refuse(at, { message: `\`${path}\` cannot be secret`, hint }, declaring);
  }
  const inner = innerOf(type, long, { place, declaring });
  if (!inner) return [];
  const fallback = fallbackOf(long.default, at, declaring.reader);
  return [
    {
      ...{ name, path, type, secret, ...inner },
      required: required && fallback === undefined,
      ...present({ description, choices, fallback }),
    },
  ];
}

/** The parts of an object or a list; undefined, with an issue, where they are missing. */
function innerOf(
  type: InputType,
  { fields, of }: z.infer<typeof Long>,
  { place, declaring }: { readonly place: Place; readonly declaring: Declaring },
): Pick<InputField, 'fields' | 'of'> | undefined {
  const { at, path } = place;
  if (type === 'object') {
    if (fields) return { fields: declareAll(fields, { at: [...at, 'fields'], path }, declaring) };
    refuse(at, { message: 'an object needs `fields`', hint: 'Name them: fields: { name: string }.' }, declaring);
    return undefined;
  }
  if (type !== 'list') return {};
  if (of === undefined) {
    refuse(at, { message: 'a list needs `of`', hint: 'Say what its items are: of: email.' }, declaring);
    return undefined;
  }
  const [item] = declare(of, { name: 'item', at: [...at, 'of'], path: `${path}[]` }, declaring);
  return item && { of: item };
}

function fallbackOf(
  value: Json | undefined,
  at: readonly PathKey[],
  reader: BlueprintReader,
): InputField['fallback'] | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? reader.text([...at, 'default'], value) : { value };
}

/** Secrets stand apart from the other inputs, by the names of inputs. */
function maySecret(type: InputType, { path, name }: Place): boolean {
  return type === 'string' && path === name;
}

type Present = Pick<InputField, 'description' | 'choices' | 'fallback'>;

/** Only the keys that have a value. */
function present({ description, choices, fallback }: { [Key in keyof Present]: Present[Key] | undefined }): Present {
  return {
    ...(description === undefined ? {} : { description }),
    ...(choices === undefined ? {} : { choices }),
    ...(fallback === undefined ? {} : { fallback }),
  };
}
