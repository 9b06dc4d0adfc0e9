import { z } from 'zod';
import { isRecord } from '../../base/json.ts';
import type { PathKey } from '../issue.ts';

type Schema = z.core.$ZodType;

/** The schema itself, without what makes it optional, gives it a default or defers it. */
function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodLazy) {
    return unwrap(schema.unwrap());
  }
  return schema;
}

/** The keys that an object schema knows; none for any other schema. */
export function keysOf(schema: Schema): string[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The forms of a union, unions in it resolved; any other schema is its own only form. */
export function formsOf(schema: Schema): Schema[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodUnion ? inner.options.map(unwrap) : [inner];
}

/** The key that tells an object form from its siblings: the first of its shape, by a rule of this house. */
export function decidingKey(schema: Schema): string | undefined {
  return keysOf(schema)[0];
}

/** Whether a value takes this form of a union: its type fits and, for an object, the deciding key is there. */
export function takesForm(schema: Schema, value: unknown): boolean {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return isRecord(value) && Object.hasOwn(value, decidingKey(inner) ?? '');
  if (inner instanceof z.ZodArray) return Array.isArray(value);
  if (inner instanceof z.ZodNumber) return typeof value === 'number';
  return typeof value === 'string';
}

/** What a form is called in a sentence. */
export function nameForm(schema: Schema): string {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return `a map with \`${decidingKey(inner) ?? ''}\``;
  if (inner instanceof z.ZodArray) return 'a list';
  if (inner instanceof z.ZodNumber) return 'a number';
  return inner instanceof z.ZodEnum ? 'a word' : 'text';
}

/** The schema at a path of a value, each union read in the form that the value takes. Undefined where the schema knows no such path. */
export function schemaAt(schema: Schema, value: unknown, path: readonly PathKey[]): Schema | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const form = formsOf(schema).find((candidate) => takesForm(candidate, value)) ?? unwrap(schema);
  const next = step(form, key);
  return next && schemaAt(next, valueAt(value, [key]), rest);
}

function step(form: Schema, key: PathKey): Schema | undefined {
  if (form instanceof z.ZodArray) return form.element;
  if (!(form instanceof z.ZodObject)) return undefined;
  const shape: Readonly<Record<string, Schema>> = form.shape;
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PathKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return typeof key === 'number' ? inner[key] : undefined;
    return isRecord(inner) && Object.hasOwn(inner, key) ? inner[String(key)] : undefined;
  }, value);
}

/** The sentence that describes a schema to authors; empty when there is none. */
export function describe(schema: Schema | undefined): string {
  if (!schema) return '';
  const own = z.globalRegistry.get(schema)?.description;
  return own ?? (unwrap(schema) === schema ? '' : describe(unwrap(schema)));
}
