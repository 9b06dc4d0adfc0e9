import { z } from 'zod';
import type { DeliveryView } from '../page-parts.ts';
import type { HttpParts } from '../parts.ts';
import type { Identity } from '../access-records.ts';
import type { ApiRoute } from './api-route.ts';
import { Limit, readId, readQuery } from './query.ts';
import { mayUse, requestOf, requireUse } from './who-asks.ts';

const Query = z.strictObject({
  limit: Limit,
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .exactOptional(),
});

/** What the portal told, and what came of it. */
export function createDeliveryRoutes(parts: HttpParts): readonly ApiRoute[] {
  const { deliveries } = parts.pages;
  return [
    {
      ...{ method: 'get', path: '/deliveries', role: 'viewer', summary: 'List deliveries' },
      description:
        'What the portal told and a blueprint listens to, the newest first, with what each started; of a run that did nothing the `conditions` with their values. Query: `limit` (1 to 200), `before` (a page’s `next`).',
      answer: { status: 200, holds: 'A page: `deliveries`, and `next` unless it is the last.' },
      async handle(c) {
        const page = await deliveries.list(readQuery(c, Query));
        return c.json({ ...page, deliveries: page.deliveries.map((one) => showTo(c.get('identity'), one)) });
      },
    },
    {
      ...{ method: 'post', path: '/deliveries/{id}/replay', role: 'operator', summary: 'Replay a delivery' },
      description: 'Starts its runs once more, as runs of their own, by the blueprints as they stand now.',
      answer: { status: 202, holds: '`runs`, queued.' },
      async handle(c) {
        const request = await requestOf(c, {}, parts);
        const may = (blueprint: string): void => requireUse(c.get('identity'), blueprint);
        return c.json({ runs: await deliveries.replay(String(readId(c, 'delivery')), { ...request, may }) }, 202);
      },
    },
  ];
}

function showTo(identity: Identity, delivery: DeliveryView): DeliveryView {
  return { ...delivery, runs: delivery.runs.filter(({ blueprint }) => mayUse(identity, blueprint)) };
}
