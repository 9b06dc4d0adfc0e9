import type { ValidationProblem } from './portal-error.ts';

export interface EnvelopeMeta {
  method: string;
  url: string;
  count?: number | undefined;
  total?: number | undefined;
}

/** JSON text with every null property left out, as the vendor's serializer writes it. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (member === null ? undefined : member));
}

/** The success envelope; `response` is missing when the action returned nothing. */
export function wrapSuccess(response: unknown, meta: EnvelopeMeta): Record<string, unknown> {
  return {
    response: response ?? undefined,
    count: meta.count ?? countOf(response),
    total: meta.total,
    links: [{ href: meta.url, action: meta.method }],
    status: 0,
    statusCode: 200,
  };
}

// A list of value types is one object for the server; texts are reference types there.
function countOf(response: unknown): number {
  if (response === undefined || response === null) return 0;
  if (!Array.isArray(response)) return 1;
  return response.some((item) => typeof item === 'number' || typeof item === 'boolean') ? 1 : response.length;
}

/** A validation failure in the success envelope: the server wraps ASP.NET's ProblemDetails like any result. */
export function wrapValidation(problem: ValidationProblem, meta: EnvelopeMeta): Record<string, unknown> {
  const details = {
    type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
    title: 'One or more validation errors occurred.',
    status: 400,
    errors: problem.errors,
    traceId: '00-00000000000000000000000000000000-0000000000000000-00',
  };
  return { ...wrapSuccess(details, meta), status: 1, statusCode: 400 };
}

/**
 * `?fields=`: only these properties of the response object, or of each item of the response list. Given once it is a list
 * with commas, given more often each is one name. A path with points reaches into objects and lists: `folders.id`. Names
 * are compared with their case, and a name that does not exist leaves nothing (DocSpace server, DynamicIgnoreResolver).
 */
export function pruneFields(response: unknown, given: readonly string[]): unknown {
  const fields = given.length === 1 ? given.flatMap((names) => names.split(',')) : given;
  const wanted = fields.filter((name) => name !== '');
  return wanted.length === 0 ? response : prune(response, wanted, '');
}

function prune(value: unknown, wanted: readonly string[], path: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => prune(item, wanted, path));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    pick(member, wanted, path === '' ? name : `${path}.${name}`),
  ]);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

// A name takes all that is below it, a longer one the way to itself.
function pick(member: unknown, wanted: readonly string[], path: string): unknown {
  if (wanted.includes(path)) return member;
  return wanted.some((name) => name.startsWith(`${path}.`)) ? prune(member, wanted, path) : undefined;
}
