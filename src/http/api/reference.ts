import { z } from 'zod';
import type { ApiRoute } from './api-route.ts';

/** The API as a page of the documentation, made from the routes that are registered. */
export function renderApiReference(routes: readonly ApiRoute[]): string {
  return [
    '# The API',
    '',
    '<!-- Written by `npm run docs` from src/http/api; edit that. -->',
    '',
    'Each request carries a token, `Authorization: Bearer ct_…`, made with `concierge token create`. What fails is answered as',
    '`application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): `detail` says what is wrong, `hint` what to do, `kind` is',
    'what a program branches on, and `errors` names each field that is wrong. A running service describes the same as OpenAPI 3.1 at',
    '`/api/openapi.json`, and for people at `/api-reference`.',
    '',
    ...routes.flatMap(renderRoute),
  ].join('\n');
}

function renderRoute(route: ApiRoute): string[] {
  const { method, path, role, summary, description, body, answer } = route;
  const fields = body ? fieldsOf(body).map(renderField) : [];
  const parameters = renderParameters(route);
  return [
    `## ${summary}`,
    '',
    `\`${method.toUpperCase()} /api${path}\`, role: ${role}`,
    '',
    description,
    '',
    ...(fields.length > 0 ? ['Body:', '', ...fields, ''] : []),
    ...(parameters.length > 0 ? [...parameters, ''] : []),
    `Answers ${answer.status}: ${answer.holds}`,
    '',
  ];
}

const Schema = z.object({
  properties: z.record(z.string(), z.looseObject({ description: z.string().default('') })).default({}),
  required: z.array(z.string()).default([]),
});

/** A field of a body, as people read it. */
interface BodyField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly about: string;
}

/** The fields of a body, in their order. */
export function fieldsOf(body: z.ZodType): readonly BodyField[] {
  const { properties, required } = Schema.parse(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([name, { description }]) => ({
    name,
    isRequired: required.includes(name),
    about: description,
  }));
}

function renderField({ name, isRequired, about }: BodyField): string {
  return `- \`${name}\`${isRequired ? ' (required)' : ''}: ${about}`;
}

function renderParameters({ query = [], headers = [] }: ApiRoute): string[] {
  return [
    ...query.map(({ name, about }) => `- Query \`${name}\`: ${about}`),
    ...headers.map(({ name, about }) => `- Header \`${name}\`: ${about}`),
  ];
}
