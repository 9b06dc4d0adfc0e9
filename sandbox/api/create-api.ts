import { type Context, Hono } from 'hono';
import type { Account } from '../model/records.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import type { Portal } from '../portal.ts';
import { authenticate } from '../wire/authenticate.ts';
import { readBody } from '../wire/body.ts';
import { type EnvelopeMeta, pruneFields, wrapSuccess, wrapValidation, writeJson } from '../wire/envelope.ts';
import { NoSuchRoute } from '../wire/parameters.ts';
import { describeFailure, PortalError, ValidationProblem } from '../wire/portal-error.ts';
import { isInScope } from '../wire/scopes.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { answerUnknown } from './unknown-operation.ts';

const nobody: Account = {
  id: emptyGuid,
  firstName: '',
  lastName: '',
  userName: '',
  email: '',
  type: 'guest',
  status: 1,
  activationStatus: 0,
  registrationDate: '0001-01-01T00:00:00.000Z',
  lastModified: '0001-01-01T00:00:00.000Z',
};

/** The portal's REST API over the given routes. Paths outside them are answered by `answerUnknown`. */
export function createApi(portal: Portal, routes: readonly ApiRoute[]): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.res.headers.set('Date', portal.clock.now().toUTCString());
  });
  for (const route of routes) {
    app.on(route.method, [route.path], (context) => answer(portal, route, context));
  }
  app.notFound((context) => answerUnknown(context, routes));
  return app;
}

async function answer(portal: Portal, route: ApiRoute, context: Context): Promise<Response> {
  const identity = authenticate(portal, {
    authorization: context.req.header('authorization'),
    cookie: context.req.header('cookie'),
  });
  if (!identity && route.access === 'signed-in') return context.body(null, 401);
  const key = identity?.key;
  if (key && route.scope !== 'skip' && !isInScope(key.permissions, route.method, context.req.path)) {
    return context.body(null, 403);
  }
  const meta: EnvelopeMeta = { method: context.req.method, url: context.req.url };
  try {
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const reply = { status: 200 };
    const request: ApiRequest = {
      portal,
      caller: identity?.account ?? nobody,
      key,
      origin: new URL(context.req.url).origin,
      params: readParams(context),
      query: new URL(context.req.url).searchParams,
      url: context.req.url,
      body: (schema, part) => readBody(schema, requireJson(context, bytes), part),
      optionalBody: (schema) => readBody(schema, bytes.length === 0 ? '{}' : requireJson(context, bytes)),
      upload: { bytes, header: (name) => context.req.header(name) },
      setCount: (count) => (meta.count = count),
      setTotal: (total) => (meta.total = total),
      setStatus: (status) => (reply.status = status),
    };
    return sendResult(context, await route.handler(request), { meta, status: reply.status });
  } catch (error) {
    return sendFailure(context, error, meta);
  }
}

function readParams(context: Context): Record<string, string> {
  return { ...context.req.param() };
}

// ASP.NET refuses a body that is not declared as JSON before it looks at it.
function requireJson(context: Context, bytes: Uint8Array): string {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\b|^text\/json\b/i.test(type)) {
    throw new PortalError('media-type', 'Unsupported Media Type');
  }
  return new TextDecoder().decode(bytes);
}

function sendResult(
  context: Context,
  result: unknown,
  { meta, status }: { meta: EnvelopeMeta; status: number },
): Response {
  if (result instanceof Response) return result;
  if (status === 204) return context.body(null, 204);
  const pruned = pruneFields(result, context.req.query('fields') ?? null);
  return sendJson(writeJson({ ...wrapSuccess(pruned, meta), statusCode: status }), status);
}

function sendFailure(context: Context, error: unknown, meta: EnvelopeMeta): Response {
  if (error instanceof NoSuchRoute) return context.body(null, 404);
  if (error instanceof ValidationProblem) return sendJson(writeJson(wrapValidation(error, { ...meta, count: 1 })), 400);
  const { status, body } = describeFailure(error);
  return sendJson(JSON.stringify(body), status);
}

function sendJson(json: string, status: number): Response {
  return new Response(json, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}
