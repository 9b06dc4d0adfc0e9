import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts, RoomQuery } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { mayUse } from './who-asks.ts';

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  blueprint: z.string().min(1).optional(),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  drift: z.enum(['true', 'false']).default('false'),
});

/** What there is of the portal: kept rooms with their drift, and how far its limits are used. */
export function createPortalRoutes({ work }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/rooms', role: 'viewer', summary: 'List kept rooms' },
      description:
        'Rooms that runs made or took over. Query: `blueprint`, `limit` (1 to 200), `after` (the `next` of the page before), and `drift=true` to compare each with its blueprint, which takes some calls to the portal for each room.',
      answer: { status: 200, holds: '`rooms`, and `next` where there are more.' },
      async handle(c) {
        const page = await work.rooms(readQuery(c));
        return c.json({ ...page, rooms: page.rooms.filter(({ blueprint }) => mayUse(c.get('identity'), blueprint)) });
      },
    },
    {
      ...{ method: 'get', path: '/limits', role: 'viewer', summary: "Read the portal's limits" },
      description:
        'What all processes together keep to, the writes of the last day, the runs that wait for the next one, and when the work that is open will be done.',
      answer: { status: 200, holds: 'The limits and how far they are used.' },
      handle: async (c) => c.json(await work.limits()),
    },
  ];
}

function readQuery(c: AppContext): RoomQuery {
  const query = Query.safeParse(c.req.query());
  if (!query.success) {
    const [issue] = query.error.issues;
    throw new AppError(
      'invalid-input',
      `The query parameter ${String(issue?.path[0])} is wrong: ${issue?.message ?? ''}.`,
    );
  }
  const { limit, blueprint, after, drift } = query.data;
  return {
    ...{ limit, drift: drift === 'true' },
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(after === undefined ? {} : { after }),
  };
}
