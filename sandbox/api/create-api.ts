import { channel } from 'node:diagnostics_channel';
import { type Context, Hono } from 'hono';
import type { Account } from '../model/records.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import type { Portal } from '../portal.ts';
import { authenticate, type Identity } from '../wire/authenticate.ts';
import { readBody } from '../wire/body.ts';
import { type EnvelopeMeta, pruneFields, wrapSuccess, wrapValidation, writeJson } from '../wire/envelope.ts';
import { visitorOf } from '../wire/link-visitor.ts';
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

/** Tells of every exchange, with what was answered: `{ method, path, query, status, text }`. Costs nothing while nobody listens. */
const exchanges = channel('docspace-sandbox:exchange');

/** The portal's REST API over the given routes. Paths outside them are answered by `answerUnknown`. */
export function createApi(portal: Portal, routes: readonly ApiRoute[]): Hono {
  const app = new Hono({ getPath: createPathReader(routes) });
  app.use(async (context, next) => {
    await next();
    context.res.headers.set('Date', portal.clock.now().toUTCString());
    context.res.headers.set('api-supported-versions', '2.0');
    if (exchanges.hasSubscribers) await tellExchange(context);
  });
  // ASP.NET has no HEAD beside a GET unless an endpoint asks for it, which none here does; Hono would answer both.
  app.on('GET', '/api/*', (context, next) =>
    context.req.method === 'HEAD' ? Promise.resolve(answerUnknown(context, routes)) : next(),
  );
  for (const route of routes) {
    app.on(route.method, [route.path], (context) => answer(portal, route, context));
  }
  app.notFound((context) => answerUnknown(context, routes));
  return app;
}

async function answer(portal: Portal, route: ApiRoute, context: Context): Promise<Response> {
  const caller = identify(portal, route, context);
  if (typeof caller === 'number') return new Response(null, { status: caller });
  const meta: EnvelopeMeta = { method: context.req.method, url: context.req.url };
  try {
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const reply = { status: 200, headers: new Headers() };
    const request: ApiRequest = {
      portal,
      caller: caller.account,
      token: caller.token,
      method: route.method,
      key: caller.key,
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
      setHeader: (name, value) => reply.headers.set(name, value),
    };
    const sent = sendResult(context, await route.handler(request), { meta, status: reply.status });
    for (const [name, value] of reply.headers) sent.headers.set(name, value);
    return sent;
  } catch (error) {
    return sendFailure(context, error, meta);
  }
}

async function tellExchange({ req, res }: Context): Promise<void> {
  const isText = res.headers.get('content-type')?.startsWith('application/json') ?? false;
  const text = isText ? await res.clone().text() : '';
  exchanges.publish({ method: req.method, path: req.path, query: new URL(req.url).search, status: res.status, text });
}

/**
 * Reads a path as ASP.NET routing does: without regard to the case of its fixed parts and to a slash at its end. What
 * may be a parameter keeps its case.
 */
function createPathReader(routes: readonly ApiRoute[]): (request: Request) => string {
  const fixed = new Map(
    routes.flatMap(({ path }) => path.split('/').map((part): [string, string] => [part.toLowerCase(), part])),
  );
  return (request) => {
    const { pathname } = new URL(request.url);
    const parts = pathname.split('/').map((part) => fixed.get(decode(part).toLowerCase()) ?? part);
    return parts.join('/').replace(/(?<=.)\/$/, '');
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

// Who may make the call, else the status of the refusal, which has no body.
function identify(portal: Portal, route: ApiRoute, context: Context): Identity | 401 | 403 {
  const { req } = context;
  const identity = authenticate(portal, { authorization: req.header('authorization'), cookie: req.header('cookie') });
  if (!identity) {
    const account = readVisitor(portal, route, context) ?? (route.access === 'anonymous' ? nobody : undefined);
    return account ? { account, key: undefined, token: undefined } : 401;
  }
  const { key } = identity;
  const isRefused = key && route.scope !== 'skip' && !isInScope(key.permissions, route.method, req.path);
  return isRefused ? 403 : identity;
}

// What is open to who has the key of an external link and no account.
const openToLinks = new Set([
  ...['getRoomInfo', 'getFolderByFolderId', 'getFolderInfo', 'getFolderPath', 'getFolders', 'getFileInfo'],
  ...['download', 'getFileVersionInfo', 'bulkDownload', 'getOperationStatuses', 'getOperationStatusesByType'],
]);

function readVisitor(portal: Portal, route: ApiRoute, { req }: Context): Account | undefined {
  if (!openToLinks.has(route.operation)) return undefined;
  const share = req.query('share') ?? req.header('request-token');
  return visitorOf(portal, { share, cookie: req.header('cookie') });
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
  const { searchParams } = new URL(context.req.url);
  const bracketed = searchParams.getAll('fields[]');
  const fields = bracketed.length > 0 ? bracketed : searchParams.getAll('fields');
  const pruned = pruneFields(result, fields);
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
