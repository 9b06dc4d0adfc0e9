import { z } from 'zod';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { mayUse, requireUse } from './who-asks.ts';

const most = 100_000;
const Raise = z
  .strictObject({
    invitations: z.int().min(1).max(most).optional().describe('How many more people may be invited today.'),
    mails: z.int().min(1).max(most).optional().describe('How many more mails may be sent today.'),
  })
  .refine(
    ({ invitations, mails }) => invitations !== undefined || mails !== undefined,
    'Give `invitations` or `mails`.',
  );

/** Invitations and mails of a day. */
export function createAllowanceRoutes({ allowances }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/allowances', role: 'viewer', summary: 'See invitations and mails of the day' },
      description: 'For each blueprint that invited or wrote today (UTC), or has runs that wait for tomorrow.',
      answer: { status: 200, holds: '`allowances`: blueprint, kind, used, limit, and how many runs wait.' },
      async handle(c) {
        const shown = (await allowances.today()).filter(({ blueprint }) => mayUse(c.get('identity'), blueprint));
        return c.json({ allowances: shown });
      },
    },
    {
      ...{
        method: 'post',
        path: '/allowances/{blueprint}',
        role: 'operator',
        summary: 'Allow more invitations or mails today',
      },
      description: 'For today only. Runs that wait for tomorrow go on at once.',
      body: Raise,
      answer: { status: 204, holds: 'Nothing.' },
      async handle(c, body) {
        const blueprint = c.req.param('blueprint') ?? '';
        const { name } = c.get('identity');
        requireUse(c.get('identity'), blueprint);
        const { invitations, mails } = Raise.parse(body);
        const cause = { kind: 'http', name } as const;
        await allowances.raise(
          { blueprint, extra: { ...(invitations ? { invitations } : {}), ...(mails ? { mails } : {}) } },
          cause,
        );
        return c.body(null, 204);
      },
    },
  ];
}
