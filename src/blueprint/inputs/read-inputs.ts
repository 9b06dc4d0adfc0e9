import { z } from 'zod';
import { AppError, type FieldIssue } from '../../base/errors.ts';
import { isRecord, type Json, type JsonObject, parseJson } from '../../base/json.ts';
import { createExpressions } from '../liquid/create-expressions.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import { createScope } from '../scope.ts';
import type { InputField } from './input-field.ts';

/** What a blueprint was given, checked. Secret inputs stand apart and nowhere else. */
export interface InputValues {
  readonly values: JsonObject;
  readonly secrets: Readonly<Record<string, string>>;
}

interface ReadOptions {
  /** What defaults may read as `env`. */
  readonly env: Readonly<Record<string, string>>;
  /** `text`: every value is a text, as from a command line or a CSV file. */
  readonly from: 'json' | 'text';
}

const longestText = 10_000;
const longestList = 1_000;

interface Reading extends ReadOptions {
  readonly issues: FieldIssue[];
}

/**
 * Checks what a blueprint is given and puts its defaults in; what is absent and may be is null. A user or a group stays the text that
 * was given.
 * Errors: one `invalid-input` that names everything that is wrong, each under `issues`.
 */
export function readInputs(
  blueprint: { readonly name: string; readonly inputs: readonly InputField[] },
  given: unknown,
  options: ReadOptions,
): InputValues {
  const reading: Reading = { ...options, issues: [] };
  const read = readFields(blueprint.inputs, given === undefined || given === null ? {} : given, { path: '', reading });
  const { issues } = reading;
  if (issues.length > 0) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    throw new AppError('invalid-input', `${blueprint.name}: ${first?.path ?? ''} ${first?.message ?? ''}${more}`, {
      hint: issues.map(({ path, message }) => `${path} ${message}`).join('; '),
      details: { issues },
    });
  }
  const isSecret = (name: string): boolean => blueprint.inputs.some((field) => field.name === name && field.secret);
  const entries = Object.entries(read);
  const secrets = entries.flatMap(([name, value]): (readonly [string, string])[] =>
    isSecret(name) && typeof value === 'string' ? [[name, value]] : [],
  );
  return {
    values: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(secrets),
  };
}

interface At {
  readonly path: string;
  readonly reading: Reading;
}

function readFields(fields: readonly InputField[], given: unknown, { path, reading }: At): Record<string, Json> {
  if (!isRecord(given)) {
    reading.issues.push({ path, message: 'must be an object' });
    return {};
  }
  const inner = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const known = fields.map((field) => field.name);
  for (const name of Object.keys(given).filter((one) => !known.includes(one))) {
    const message = `is not among the inputs${didYouMean(name, known)}; known: ${quoteWords(known)}`;
    reading.issues.push({ path: inner(name), message });
  }
  return Object.fromEntries(
    fields.map((field) => {
      const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
      return [field.name, readField(field, value, { path: inner(field.name), reading })];
    }),
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function readField(field: InputField, given: unknown, at: At): Json {
  if (!isAbsent(given)) return readValue(field, given, at);
  const fallback = fallbackOf(field, at);
  if (fallback !== undefined) return readValue(field, fallback, at);
  // An object of which nothing is given may still have defaults, and names what is missing in it.
  if (field.type === 'object' && field.required) return readFields(field.fields ?? [], {}, at);
  if (field.required) at.reading.issues.push({ path: at.path, message: 'is missing' });
  return null;
}

function fallbackOf({ fallback }: InputField, { path, reading }: At): Json | undefined {
  if (fallback === undefined) return undefined;
  if ('value' in fallback) return fallback.value;
  try {
    const text = createScope(createExpressions(), { env: reading.env }).text(fallback);
    return text === '' ? undefined : text;
  } catch (error) {
    reading.issues.push({ path, message: `has no value: ${error instanceof Error ? error.message : ''}` });
    return undefined;
  }
}

type Read = (field: InputField, value: unknown, at: At) => Json;

/** One reader a type. Whatever is wrong is added to the issues, and null stands for it. */
const readers: Readonly<Record<InputField['type'], Read>> = {
  string: (field, value, at) => readText(field, value, at),
  number: (_, value, at) => check(z.number(), coerce(value, at, Number), { ...at, must: 'must be a number' }),
  boolean: (_, value, at) => check(z.boolean(), coerce(value, at, readTruth), { ...at, must: 'must be true or false' }),
  date: (_, value, at) =>
    check(z.union([z.iso.date(), z.iso.datetime({ offset: true })]), value, {
      ...at,
      must: 'must be a date such as 2027-01-31',
    }),
  email: (_, value, at) => check(z.email(), trim(value), { ...at, must: 'must be an e-mail address' }),
  user: (_, value, at) =>
    check(z.union([z.guid(), z.email()]), trim(value), { ...at, must: 'must be the id or e-mail of an account' }),
  group: (_, value, at) => check(z.guid(), trim(value), { ...at, must: 'must be the id of a group' }),
  list: (field, value, at) => readList(field, value, at),
  object: (field, value, at) => readFields(field.fields ?? [], at.reading.from === 'text' ? unpack(value) : value, at),
};

function readValue(field: InputField, value: unknown, at: At): Json {
  return readers[field.type](field, value, at);
}

function check<T extends Json>(
  schema: z.ZodType<T>,
  value: unknown,
  { path, reading, must }: At & { readonly must: string },
): Json {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  reading.issues.push({ path, message: must });
  return null;
}

function trim(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

/** A text from a command line or a CSV file as what it stands for. */
function coerce(value: unknown, { reading }: At, read: (text: string) => unknown): unknown {
  return reading.from === 'text' && typeof value === 'string' ? read(value.trim()) : value;
}

function readTruth(text: string): unknown {
  return { true: true, yes: true, '1': true, false: false, no: false, '0': false }[text.toLowerCase()];
}

function readText({ choices }: InputField, value: unknown, at: At): Json {
  const must = choices
    ? `must be one of ${quoteWords(choices)}`
    : `must be a text of at most ${longestText} characters`;
  // An id that is all digits is a number to YAML and JSON.
  const text = typeof value === 'number' ? String(value) : value;
  const schema = choices ? z.enum(choices) : z.string().max(longestText);
  return check(schema, text, { ...at, must });
}

/** Lists of texts are separated by commas or semicolons; anything else is JSON. */
function unpack(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return parseJson(value) ?? value.split(/[,;]/).map((word) => word.trim());
}

function readList({ of }: InputField, value: unknown, at: At): Json {
  const list = at.reading.from === 'text' ? unpack(value) : value;
  if (!Array.isArray(list) || list.length > longestList || of === undefined) {
    at.reading.issues.push({ path: at.path, message: `must be a list of at most ${longestList}` });
    return null;
  }
  return list.map((item: unknown, index) => readField(of, item, { ...at, path: `${at.path}[${index}]` }));
}
