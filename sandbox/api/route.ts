import type { ApiRequest, ApiRoute } from './api-types.ts';

type Handler = (request: ApiRequest) => unknown;

const prefix = '/api/2.0/';

/** A GET route of the signed-in API; its path stands after `/api/2.0/`. */
export function get(path: string, operation: string, handler: Handler): ApiRoute {
  return { operation, method: 'GET', path: prefix + path, access: 'signed-in', effect: 'read', handler };
}

/** A POST route that changes something. */
export function post(path: string, operation: string, handler: Handler): ApiRoute {
  return { operation, method: 'POST', path: prefix + path, access: 'signed-in', effect: 'write', handler };
}

/** A PUT route that changes something. */
export function put(path: string, operation: string, handler: Handler): ApiRoute {
  return { operation, method: 'PUT', path: prefix + path, access: 'signed-in', effect: 'write', handler };
}

/** A DELETE route. */
export function remove(path: string, operation: string, handler: Handler): ApiRoute {
  return { operation, method: 'DELETE', path: prefix + path, access: 'signed-in', effect: 'write', handler };
}
