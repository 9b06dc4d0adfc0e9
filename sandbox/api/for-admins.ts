import { isPortalAdmin } from '../model/security.ts';
import { denied } from '../wire/portal-error.ts';
import type { ApiRequest } from './api-types.ts';

/** A handler for DocSpace admins alone; others get a 403. */
export function forAdmins(handler: (request: ApiRequest) => unknown): (request: ApiRequest) => unknown {
  return (request) => {
    if (!isPortalAdmin(request.caller)) throw denied();
    return handler(request);
  };
}
