import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';

/** How far the portal's limits are used. */
export function createPortalRoutes({ work }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/limits', role: 'viewer', summary: "Read the portal's limits" },
      description:
        'What all processes together keep to, the writes of the last day, the runs that wait for the next one, and when the work that is open will be done.',
      answer: { status: 200, holds: 'The limits and how far they are used.' },
      handle: async (c) => c.json(await work.limits()),
    },
  ];
}
