import { Hono } from 'hono';
import type { ApiRoute } from './api/api-route.ts';
import { createAuditRoutes } from './api/audit-routes.ts';
import { createBlueprintRoutes } from './api/blueprint-routes.ts';
import { createBatchRoutes } from './api/batch-routes.ts';
import { createDeliveryRoutes } from './api/delivery-routes.ts';
import { createGuestRoutes } from './api/guest-routes.ts';
import { describeApi } from './api/openapi.ts';
import { createOverviewRoutes } from './api/overview-routes.ts';
import { createPortalRoutes } from './api/portal-routes.ts';
import { readBody } from './api/read-body.ts';
import { createAllowanceRoutes } from './api/allowance-routes.ts';
import { createPersonRoutes } from './api/person-routes.ts';
import { createRoomRoutes } from './api/room-routes.ts';
import { createRunRoutes } from './api/run-routes.ts';
import { createSandboxRoutes } from './api/sandbox-routes.ts';
import { createSettingsRoutes } from './api/settings-routes.ts';
import { createTokenRoutes } from './api/token-routes.ts';
import type { AppEnv } from './app-env.ts';
import { requireRole } from './guards.ts';
import type { HttpParts } from './parts.ts';

/** Every operation of the JSON API. */
export function createApiRoutes(parts: HttpParts): readonly ApiRoute[] {
  const routes: ApiRoute[] = [
    ...createBlueprintRoutes(parts),
    ...createRunRoutes(parts),
    ...createRoomRoutes(parts),
    ...createOverviewRoutes(parts),
    ...createBatchRoutes(parts),
    ...createGuestRoutes(parts),
    ...createDeliveryRoutes(parts),
    ...createPortalRoutes(parts),
    ...createTokenRoutes(parts),
    ...createSettingsRoutes(parts),
    ...createSandboxRoutes(parts),
    ...createAuditRoutes(parts),
    ...createAllowanceRoutes(parts),
    ...createPersonRoutes(parts),
    {
      ...{ method: 'get', path: '/openapi.json', role: 'viewer', summary: 'Describe the API' },
      description: 'This description: OpenAPI 3.1. People read it at /api-reference.',
      answer: { status: 200, holds: 'The description.' },
      handle: (c) => Promise.resolve(c.json(describeApi(routes, parts.work.version, parts.site.basePath))),
    },
  ];
  return routes;
}

/** The JSON API. Everything under `/api` that is not here answers 404 as a problem. */
export function createApi(routes: readonly ApiRoute[]): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  for (const { method, path, role, body, handle } of routes) {
    api.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), requireRole(role), async (c) =>
      handle(c, body ? await readBody(c, body) : undefined),
    );
  }
  return api;
}
