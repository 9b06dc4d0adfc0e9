import { z } from 'zod';
import type { JsonObject } from '../../base/json.ts';
import { answerSchemas } from './answers.ts';
import type { ApiRoute } from './api-route.ts';

/** The description of the API (OpenAPI 3.1), made from the routes that are registered. */
export function describeApi(routes: readonly ApiRoute[], version: string, basePath = ''): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) (paths[`/api${route.path}`] ??= {})[route.method] = describeRoute(route);
  return {
    openapi: '3.1.0',
    info: { title: 'Concierge', version, description: 'Rooms as code for ONLYOFFICE DocSpace.' },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: answerSchemas,
    },
  };
}

function describeRoute(route: ApiRoute): JsonObject {
  const { method, path, role, summary, description, body, answer } = route;
  const parameters = describeParameters(route);
  return {
    operationId: `${method}${path.replaceAll(/[^a-z]+(\w|$)/gi, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    description: `${description} Role: ${role}.`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    responses: {
      [answer.status]: {
        description: answer.holds,
        ...(answer.schema ? { content: contentOf('application/json', answer.schema) } : {}),
      },
      default: { description: 'A problem.', content: contentOf('application/problem+json', 'Problem') },
    },
  };
}

function contentOf(type: string, name: keyof typeof answerSchemas): JsonObject {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

function describeParameters({ path, query = [], headers = [] }: ApiRoute): JsonObject[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return [
    ...named.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...query.map(({ name, about, schema }) => ({ name, in: 'query', description: about, schema })),
    ...headers.map(({ name, about }) => ({ name, in: 'header', description: about, schema: { type: 'string' } })),
  ];
}

function schemaOf(body: z.ZodType): JsonObject {
  // The description is one document: what a schema of its own would name from its own root does not resolve there.
  const schema = z.toJSONSchema(body, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      delete jsonSchema.propertyNames;
    },
  });
  delete schema.$schema;
  return z.record(z.string(), z.json()).parse(schema);
}
