import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import type { Description } from './read-description.ts';

/** One call and its answer, as the sandbox tells of them on the channel `docspace-sandbox:exchange`. */
export const Exchange = z.object({
  method: z.string(),
  path: z.string(),
  /** With its question mark; empty without one. */
  query: z.string(),
  status: z.number(),
  text: z.string(),
});
export type Exchange = z.infer<typeof Exchange>;

type Schema = Record<string, unknown>;

/** Operations of the server that its description leaves out, each with why. */
export const undescribed = new Map([
  ['GET people/exists', 'marked as hidden in the server'],
  ['POST people/active', 'marked as hidden in the server'],
  ['PUT files/tags', 'newer than the description'],
  ['PUT files/roomtemplate/{}/public', 'newer than the description'],
  ['POST files/{}/session', 'newer than the description'],
  ['POST files/{}/session/{}', 'newer than the description'],
  ['POST files/{}/session/{}/upload', 'newer than the description'],
  ['PUT files/{}/session/{}/finalize', 'newer than the description'],
  ['DELETE files/{}/session/{}', 'newer than the description'],
  ['GET files/@share', 'not described'],
  ['GET files/@recent', 'described under its other path, files/recent'],
  ['GET modules', 'not described'],
  ['POST settings/userquotasettings', 'not described'],
  ['GET settings/version/build', 'not described'],
]);

/** What the server has and its description, which is older or plainly wrong here, has not. Each with its reason. */
const knownDifferences: readonly { at: RegExp; why: string }[] = [
  { at: /\/(sharedExternal|ownedBy) /, why: 'fields of 3.7 that the description of 3.6 does not know' },
  { at: /\/(max|current)UseCount must NOT be there/, why: 'the uses of an invitation link, of 3.7' },
  { at: /^\/response(\/\d+)?\/status must NOT be there/, why: 'the state of an operation, of 3.7' },
  { at: /\/fileDownloadUrlString must match format/, why: 'has {0} in the place of an id' },
  { at: /^\/response must be object .*deleteFileVersions/, why: 'a list, as the server declares it' },
  {
    at: /must NOT be there \(getTenantWalletSettings\)/,
    why: 'the description takes its envelope for the thing itself',
  },
  { at: /must be object .*\bModule\b/, why: 'hideConfirmConvert answers whether it is hidden, as its neighbours do' },
  { at: /must be object .*changeDefaultAccessRights/, why: 'levels, which are numbers wherever else they are' },
  {
    at: /must NOT be there \(HistoryData\)/,
    why: 'the description names the kinds of what a history tells, not their members',
  },
  { at: /\/(triggers|additions) must be equal to one of/, why: 'sums of bits; the description shows the single ones' },
];

const envelopeOfFailure = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string().nullable(),
    stack: z.string().nullable(),
    hresult: z.int(),
  }),
  status: z.literal(1),
  statusCode: z.int(),
});
const envelopeOfValidation = z.strictObject({
  response: z.looseObject({ status: z.literal(400), errors: z.record(z.string(), z.array(z.string()).min(1)) }),
  count: z.literal(1),
  links: z.array(z.unknown()),
  status: z.literal(1),
  statusCode: z.literal(400),
});

/** Finds what is wrong with an answer by the vendor's description; nothing for operations that it does not name. */
export function createConformance(description: Description): (exchange: Exchange) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat('date-span', /^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d+)?$/);
  ajv.addFormat('tel', true);
  ajv.addFormat('api-date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}(Z|[+-]\d{2}:\d{2})$/);
  const definitions = Object.fromEntries(
    Object.entries(description.schemas).map(([name, schema]) => [name, writeDefinition(description, name, schema)]),
  );
  ajv.addSchema({ $id: 'vendor', definitions });
  const compiled = new Map<string, ValidateFunction>();
  // A path of its own comes before one with a parameter in its place.
  const places = description.operations
    .map((it) => ({ ...it, fits: toPattern(it.path) }))
    .toSorted((left, right) => left.path.split('{').length - right.path.split('{').length);

  function validatorOf(schema: Schema): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = compiled.get(key) ?? ajv.compile(JSON.parse(JSON.stringify(rewrite(schema))));
    compiled.set(key, known);
    return known;
  }

  function check({ method, path, query, status, text }: Exchange): string[] {
    if (status >= 400) return checkFailure(status, text);
    // Who asks for some of the members gets no others.
    if (new URLSearchParams(query).has('fields')) return [];
    if (undescribed.has(`${method} ${path.replace('/api/2.0/', '')}`)) return [];
    const found = places.find((place) => place.method === method && place.fits.test(path));
    const schema = found && schemaOf(found.operation);
    if (!schema || text === '') return [];
    const validate = validatorOf(schema);
    const answer: unknown = JSON.parse(text);
    if (validate(answer)) return [];
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== 'if')
      .map(({ instancePath, message = '', params, keyword, schemaPath }) => {
        const extra = keyword === 'additionalProperties' ? String(params['additionalProperty']) : undefined;
        const name = /definitions\/(\w+)/.exec(schemaPath)?.[1] ?? found.operation.operationId;
        return extra === undefined
          ? `${instancePath} ${message} (${JSON.stringify(params)}, ${name})`
          : `${instancePath}/${extra} must NOT be there (${name})`;
      })
      .filter((violation) => !knownDifferences.some(({ at }) => at.test(violation)))
      .map((violation) => `${found.operation.operationId}: ${violation}`);
  }

  return (exchange) => check(exchange).map((what) => `${exchange.method} ${exchange.path} ${exchange.status} ${what}`);
}

function schemaOf({ responses }: Description['operations'][number]['operation']): Schema | undefined {
  return Object.values(responses['200']?.content ?? {})[0]?.schema;
}

function checkFailure(status: number, text: string): string[] {
  // Routing, authentication, scopes and limits answer without a body.
  if (text === '') return [401, 403, 404, 405, 429].includes(status) ? [] : ['has no body'];
  const result = z.union([envelopeOfFailure, envelopeOfValidation]).safeParse(JSON.parse(text));
  return result.success ? [] : [`is no envelope of a failure: ${text}`];
}

/** A schema of the description without its peculiarities: parts of a whole are put together, names that nothing has are refused. */
function writeDefinition(description: Description, name: string, schema: Schema): unknown {
  // The description shows the type's members; the server writes a text (ApiDateTime.cs).
  if (name === 'ApiDateTime') return { type: 'string', format: 'api-date-time' };
  if (name === 'FileEntryBaseDto') return writeEntryDefinition();
  return rewrite(flatten(description, schema));
}

// Of the entries that stand for one another, the sandbox has those with a number for an id.
function writeEntryDefinition(): unknown {
  return {
    if: { properties: { fileEntryType: { const: 1 } } },
    then: { $ref: refTo('FolderDtoInteger') },
    else: { $ref: refTo('FileDtoInteger') },
  };
}

const Parts = z.looseObject({ allOf: z.array(z.record(z.string(), z.unknown())) });
const Members = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function flatten(description: Description, schema: Schema): Schema {
  const parts = Parts.safeParse(schema);
  if (!parts.success) return schema;
  const members = parts.data.allOf.map((part) => {
    const ref = z.object({ $ref: z.string() }).safeParse(part);
    const whole = ref.success ? description.schemas[ref.data.$ref.split('/').at(-1) ?? ''] : part;
    return Members.parse(flatten(description, whole ?? {}));
  });
  return {
    type: 'object',
    properties: Object.assign({}, ...members.map(({ properties }) => properties)),
    required: members.flatMap(({ required }) => required),
    additionalProperties: false,
  };
}

const descriptive = new Set(['type', 'description', 'example', 'nullable', 'deprecated']);

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (!isSchema(value)) return value;
  // Enums are written as numbers, whatever the description allows.
  if (value['x-enum-type'] === 'integer' && Array.isArray(value['oneOf'])) return rewrite(value['oneOf'][1]);
  // A C# `object` may be anything.
  if (value['type'] === 'object' && Object.keys(value).every((key) => descriptive.has(key))) return {};
  const kept = Object.entries(value).filter(
    ([key]) => !key.startsWith('x-') && key !== 'nullable' && key !== 'example',
  );
  const rewritten = Object.fromEntries(
    kept.map(([key, member]) => [key, key === '$ref' ? refTo(String(member)) : rewrite(member)]),
  );
  return Array.isArray(value['required']) ? { ...rewritten, required: requiredOf(value) } : rewritten;
}

// The server leaves nulls out, so what may be null may be missing.
function requiredOf(schema: Schema): string[] {
  const { properties, required } = Members.parse(schema);
  return required.filter((name) => {
    const member = properties[name];
    return !isSchema(member) || member['nullable'] !== true;
  });
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refTo(name: string): string {
  return `vendor#/definitions/${name.split('/').at(-1) ?? ''}`;
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i');
}
