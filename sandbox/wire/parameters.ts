/** The path does not fit the route's constraint: routing itself answers 404, without a body. */
export class NoSuchRoute extends Error {
  override readonly name = 'NoSuchRoute';
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A route parameter with a guid constraint, in lower case. */
export function guidParameter(params: Record<string, string>, name: string): string {
  const value = params[name] ?? '';
  if (!guid.test(value)) throw new NoSuchRoute(value);
  return value.toLowerCase();
}

/** A route parameter that the path pattern has made sure to be digits. */
export function idParameter(params: Record<string, string>, name = 'id'): number {
  return Number(params[name]);
}
