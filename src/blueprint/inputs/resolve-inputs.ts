import { Drop } from 'liquidjs';
import { AppError } from '../../base/errors.ts';
import { isRecord, type Json, type JsonObject } from '../../base/json.ts';
import { createExpressions } from '../liquid/create-expressions.ts';
import { createScope } from '../scope.ts';
import type { Expression } from '../expression.ts';
import type { InputField } from './input-field.ts';

interface WithInputs {
  readonly name: string;
  readonly inputs: readonly InputField[];
}

type Visit = (field: InputField, value: Json, path: string) => Json;

/** Values with each user and group of them replaced, however deep it stands. */
function mapFields(fields: readonly InputField[], values: JsonObject, visit: Visit): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields.find((one) => one.name === name);
      return [name, field ? mapValue(field, value, { path: field.path, visit }) : value];
    }),
  );
}

function mapValue(field: InputField, value: Json, { path, visit }: { path: string; visit: Visit }): Json {
  if (value === null) return null;
  if (field.type === 'user' || field.type === 'group') return visit(field, value, path);
  if (field.type === 'object' && isJsonObject(value)) return mapFields(field.fields ?? [], value, visit);
  const { of } = field;
  if (field.type === 'list' && of && isJsonList(value)) {
    return value.map((item, index) => mapValue(of, item, { path: `${path}[${index}]`, visit }));
  }
  return value;
}

function isJsonObject(value: Json): value is JsonObject {
  return isRecord(value);
}

function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The accounts and groups that inputs name, to be looked up. */
export function inputReferences(
  { inputs }: WithInputs,
  values: JsonObject,
): { readonly users: readonly string[]; readonly groups: readonly string[] } {
  const found: Record<'user' | 'group', Set<string>> = { user: new Set(), group: new Set() };
  mapFields(inputs, values, (field, value) => {
    if ((field.type === 'user' || field.type === 'group') && typeof value === 'string') found[field.type].add(value);
    return value;
  });
  return { users: [...found.user], groups: [...found.group] };
}

interface Found {
  readonly users: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly name: string;
        readonly email: string;
        readonly firstName: string;
        readonly lastName: string;
      }
    >
  >;
  readonly groups: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** The inputs with the accounts and groups that they name. Errors: `not-found` names the input and the account that is not there. */
export function resolveInputs({ inputs }: WithInputs, values: JsonObject, found: Found): JsonObject {
  return mapFields(inputs, values, (field, value, path) => {
    if (typeof value !== 'string') return value;
    const known = field.type === 'user' ? found.users[value] : found.groups[value];
    if (known) return { ...known };
    throw new AppError('not-found', `${path}: the portal knows no ${field.type} ${value}.`, {
      hint: 'Check the id or the address; no room was made.',
    });
  });
}

/** An account or a group in expressions: it renders as its id, and its parts can be read. */
class Named extends Drop {
  readonly id: string;

  constructor(parts: JsonObject) {
    super();
    Object.assign(this, parts);
    this.id = typeof parts['id'] === 'string' ? parts['id'] : '';
  }

  override valueOf(): string {
    return this.id;
  }
}

/** The inputs as expressions read them. */
export function readableInputs(inputs: readonly InputField[], values: JsonObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    inputs.map((field) => [field.name, readableValue(field, values[field.name] ?? null)] as const),
  );
}

function readableValue(field: InputField, value: Json): unknown {
  if (value === null) return null;
  if (isJsonObject(value)) {
    if (field.type === 'user' || field.type === 'group') return new Named(value);
    return readableInputs(field.fields ?? [], value);
  }
  const { of } = field;
  return of && isJsonList(value) ? value.map((item) => readableValue(of, item)) : value;
}

/** The key of a blueprint that is not for a person, from what is known before the portal is asked. Errors: `invalid-input`. */
export function keyOf(
  { inputs, key }: WithInputs & { readonly key: Expression },
  values: JsonObject,
  env: Readonly<Record<string, string>>,
): string {
  return createScope(createExpressions(), { ...readableInputs(inputs, values), env }).required(key);
}
