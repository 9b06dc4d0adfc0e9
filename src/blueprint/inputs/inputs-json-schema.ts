import type { Json, JsonObject } from '../../base/json.ts';
import type { InputField } from './input-field.ts';

const types: Readonly<Record<InputField['type'], JsonObject>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  email: { type: 'string', format: 'email' },
  user: { type: 'string', description: 'Id or e-mail address of an account.', 'x-concierge': 'user' },
  group: { type: 'string', format: 'uuid', description: 'Id of a group.', 'x-concierge': 'group' },
  list: { type: 'array' },
  object: { type: 'object' },
};

/** JSON Schema (2020-12) of what a blueprint is given: for the description of the API, and for forms, which tell accounts and groups from texts by `x-concierge`. */
export function inputsJsonSchema({ inputs }: { readonly inputs: readonly InputField[] }): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schemaOfFields(inputs) };
}

function schemaOfFields(fields: readonly InputField[]): JsonObject {
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function schemaOf(field: InputField): JsonObject {
  const { type, description, choices, fallback, secret, of } = field;
  return {
    ...types[type],
    ...(description === undefined ? {} : { description }),
    ...(choices ? { enum: [...choices] } : {}),
    ...(fallback ? { default: defaultOf(fallback) } : {}),
    ...(secret ? { writeOnly: true } : {}),
    ...(type === 'object' ? schemaOfFields(field.fields ?? []) : {}),
    ...(of ? { items: schemaOf(of) } : {}),
  };
}

function defaultOf(fallback: NonNullable<InputField['fallback']>): Json {
  return 'value' in fallback ? fallback.value : fallback.text;
}
