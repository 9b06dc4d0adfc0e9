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

/** `?fields=a,b`: only these properties of the response object, or of each item of the response list. */
export function pruneFields(response: unknown, fields: string | null): unknown {
  if (fields === null || fields.trim() === '') return response;
  const wanted = new Set(fields.split(',').map((field) => field.trim().toLowerCase()));
  return Array.isArray(response) ? response.map((item: unknown) => pick(item, wanted)) : pick(response, wanted);
}

function pick(value: unknown, wanted: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => wanted.has(name.toLowerCase())));
}
