import * as z from 'zod';
import { readAccess } from './read-access.ts';
import { ValidationProblem } from './portal-error.ts';

/** A JSON object as the server reads it: names in any case, unknown names ignored. */
export function record<S extends z.ZodRawShape>(shape: S) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((value) => matchNames(value, names), z.object(shape));
}

function matchNames(value: unknown, names: Map<string, string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const matched: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const name = names.get(key.toLowerCase());
    if (name !== undefined) matched[name] = member;
  }
  return matched;
}

/** A number; a numeric text counts as one. */
export function integer() {
  return z.preprocess(readNumber, z.number().int());
}

function readNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
}

/** A text that may be missing or null (reference types are nullable on the server) with a greatest length. */
export function text(maxLength?: number) {
  const schema = maxLength === undefined ? z.string() : z.string().max(maxLength);
  return schema.nullish().transform((value) => value ?? undefined);
}

// Told with the name of the field, as [Required] does.
const fieldRequired = 'The field is required.';

/** A text marked [Required]: missing, null and blank are refused under the property's own name. */
export function requiredText(maxLength?: number) {
  const schema = maxLength === undefined ? z.string() : z.string().max(maxLength);
  return schema
    .nullish()
    .transform((value) => value ?? '')
    .refine((value) => value.trim() !== '', fieldRequired);
}

/** A list marked [Required]: missing and null are refused under the property's own name. */
export function requiredList<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((value, context): z.output<S>[] => {
      if (value !== null && value !== undefined) return value;
      context.addIssue({ code: 'custom', message: fieldRequired });
      return z.NEVER;
    });
}

/** A bool with a default for a missing one. Null is refused: the server's type is not nullable. */
export function flag(fallback = false) {
  return z.boolean().default(fallback);
}

/** A list that may be missing or null. */
export function list<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
}

/** Ids of entries. Texts that are no numbers belong to storages of other vendors, which nobody has here: no entry has the id 0. */
export function entryIds() {
  return list(entryId());
}

/** The id of an entry: a number, or a text. */
export function entryId() {
  const id = z.union([z.number().int(), z.string()]);
  return id.transform((value) => (typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : 0));
}

/** A guid in lower case. */
export function guid() {
  return z.guid().transform((value) => value.toLowerCase());
}

/** A FileShare by the vendor's own converter, which never fails: see readAccess. */
export function access() {
  return z.unknown().optional().transform(readAccess);
}

/** An enum given by number or by name in any case. */
export function choice(values: Record<string, number>) {
  const byName = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  const known = new Set(Object.values(values));
  return z.preprocess(
    (value) => (typeof value === 'string' ? (byName.get(value.toLowerCase()) ?? readNumber(value)) : value),
    z.number().refine((value) => known.has(value), 'The value is not defined.'),
  );
}

/**
 * Parses a body text. Throws the vendor's validation problem, with its two ways of naming a field: what an attribute
 * refuses is named within `part`, the member of the action's model that the body is.
 */
export function readBody<S extends z.ZodType>(schema: S, source: string, part?: string): z.infer<S> {
  const result = schema.safeParse(parseJson(source), { reportInput: true });
  if (result.success) return result.data;
  const errors: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const { field, message } = describeIssue(issue);
    const named = part === undefined || field.startsWith('$') ? field : `${part}.${field}`;
    (errors[named] ??= []).push(message);
  }
  throw new ValidationProblem(errors);
}

function parseJson(source: string): unknown {
  if (source.trim() === '') throw new ValidationProblem({ '': ['A non-empty request body is required.'] });
  try {
    return JSON.parse(source);
  } catch {
    throw new ValidationProblem({ $: ['The body is not valid JSON.'] });
  }
}

// What fails while the JSON is read is named by its path ("$.invitations[0].id"); what the attributes
// refuse afterwards by its C# name ("Invitations[0].Email"); a missing `required` member by "$" alone.
function describeIssue(issue: z.core.$ZodIssue): { field: string; message: string } {
  const path = writePath(issue.path, (name) => name);
  if (isMissing(issue) && path !== '') {
    return { field: '$', message: `JSON deserialization was missing required properties including: '${path}'.` };
  }
  const isAttribute =
    issue.code === 'custom' || issue.code === 'too_big' || issue.code === 'too_small' || isFormat(issue, 'email');
  if (isAttribute) return { field: writePath(issue.path, capitalize), message: describeRefusal(issue) };
  return { field: path === '' ? '$' : `$.${path}`, message: `The JSON value could not be converted. Path: $.${path}` };
}

// The texts of [Required] and [StringLength], which clients show.
function describeRefusal(issue: z.core.$ZodIssue): string {
  const name = capitalize(String(issue.path.at(-1) ?? ''));
  if (issue.message === fieldRequired) return `The ${name} field is required.`;
  if (issue.code !== 'too_big' || issue.origin !== 'string') return issue.message;
  return `The field ${name} must be a string with a maximum length of ${issue.maximum}.`;
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_union') && issue.input === undefined;
}

function isFormat(issue: z.core.$ZodIssue, format: string): boolean {
  return issue.code === 'invalid_format' && issue.format === format;
}

function writePath(path: readonly PropertyKey[], writeName: (name: string) => string): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${writeName(String(part))}`))
    .join('')
    .replace(/^\./, '');
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
