import { z } from 'zod';
import type { JsonObject } from '../../base/json.ts';
import type { ApiRoute } from './api-route.ts';

const problem: JsonObject = {
  type: 'object',
  description: 'An error, as RFC 9457 writes it.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, with the name of the thing.' },
    hint: { type: 'string', description: 'What to do.' },
    kind: { type: 'string', description: 'What a program branches on.' },
    errors: {
      type: 'array',
      description: 'Each field that is wrong.',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'kind'],
};

/** The description of the API (OpenAPI 3.1), made from the routes that are registered. */
export function describeApi(routes: readonly ApiRoute[], version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) (paths[`/api${route.path}`] ??= {})[route.method] = describeRoute(route);
  return {
    openapi: '3.1.0',
    info: { title: 'Concierge', version, description: 'Rooms as code for ONLYOFFICE DocSpace.' },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problem },
    },
  };
}

function describeRoute({ method, path, role, summary, description, body, answer, headers = [] }: ApiRoute): JsonObject {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parameters = [
    ...named.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...headers.map(({ name, about }) => ({ name, in: 'header', description: about, schema: { type: 'string' } })),
  ];
  const content = body ? { 'application/json': { schema: schemaOf(body) } } : undefined;
  return {
    operationId: `${method}${path.replaceAll(/[^a-z]+(\w)/gi, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    description: `${description} Role: ${role}.`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { content } } : {}),
    responses: {
      [answer.status]: { description: answer.holds },
      default: {
        description: 'A problem.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function schemaOf(body: z.ZodType): JsonObject {
  return z.record(z.string(), z.json()).parse(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
}
