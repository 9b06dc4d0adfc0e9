import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { findKeptRoom } from './kept-room-routes.ts';
import { mayUse, requestOf } from './who-asks.ts';

const item = z
  .string()
  .regex(/^(?:member|guest):.{1,300}$/)
  .describe('Names the access within its room, as the list does: `guest:` is what a person gave in the portal.');
const Remove = z.strictObject({ item });
const Extend = z.strictObject({
  item,
  until: z.iso.datetime({ offset: true }).describe('When it ends: a time to come, such as 2027-01-31T00:00:00Z.'),
});

/** People from outside with access to kept rooms. */
export function createGuestRoutes(parts: HttpParts): readonly ApiRoute[] {
  const { guests } = parts.pages;
  return [
    {
      ...{ method: 'get', path: '/guests', role: 'viewer', summary: 'List access from outside' },
      description:
        'Who from outside is in which kept room (the newest 200), since when, until when and by which run. Without `since` and `runId` a person gave the access in the portal.',
      answer: { status: 200, holds: '`access`.' },
      async handle(c) {
        const access = await guests.list();
        return c.json({ access: access.filter(({ blueprint }) => mayUse(c.get('identity'), blueprint)) });
      },
    },
    {
      ...{ method: 'post', path: '/rooms/{id}/guests/remove', role: 'operator', summary: 'End somebody’s access' },
      description:
        'Queues a run that takes it away now and reads back that it is gone; also what a person gave in the portal.',
      body: Remove,
      example: { item: 'member:ada@client.example' },
      answer: { status: 202, holds: 'The run, queued.' },
      async handle(c, body) {
        const { roomId = 0 } = await findKeptRoom(c, parts);
        const access = { roomId, item: Remove.parse(body).item };
        const run = await guests.remove(access, await requestOf(c, body, parts));
        return c.json(run, 202, { Location: `/api/runs/${run.id}` });
      },
    },
    {
      ...{ method: 'post', path: '/rooms/{id}/guests/extend', role: 'operator', summary: 'Set when access ends' },
      description:
        'Also of what a person gave in the portal: from then on its end is ours to see to. Nothing is changed in the portal until then. Stands in the audit.',
      body: Extend,
      example: { item: 'member:ada@client.example', until: '2099-01-31T00:00:00Z' },
      answer: { status: 204, holds: 'Nothing.' },
      async handle(c, body) {
        const { roomId = 0 } = await findKeptRoom(c, parts);
        const { item: name, until } = Extend.parse(body);
        if (Date.parse(until) <= parts.now().getTime()) {
          throw new AppError('invalid-input', 'The time is over already.', { hint: 'Give a time to come.' });
        }
        await guests.extend({ roomId, item: name }, { until, who: c.get('identity').name });
        return c.body(null, 204);
      },
    },
  ];
}
