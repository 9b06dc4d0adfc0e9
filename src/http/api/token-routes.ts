import { z } from 'zod';
import { auditToken } from '../audit-access.ts';
import { roles } from '../access-records.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';

const NewToken = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What people call it; unique.'),
  role: z.enum(roles).describe('viewer, operator or admin.'),
  blueprints: z.array(z.string().min(1)).min(1).exactOptional().describe('The blueprints that it is limited to.'),
  expiresInDays: z.int().min(1).max(3_650).optional().describe('After how many days it ends.'),
});

/** Tokens of programs: made, listed, taken back. */
export function createTokenRoutes({ access, audit }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/tokens', role: 'admin', summary: 'List tokens' },
      description: 'Their names, roles and limits; never the tokens themselves.',
      answer: { status: 200, holds: '`tokens`.', schema: 'Tokens' },
      handle: async (c) => c.json({ tokens: await access.listTokens() }),
    },
    {
      ...{ method: 'post', path: '/tokens', role: 'admin', summary: 'Make a token' },
      description: 'The answer is the only one that ever shows it.',
      body: NewToken,
      answer: { status: 200, holds: '`token`.', schema: 'NewToken' },
      async handle(c, body) {
        const wanted = NewToken.parse(body);
        const token = await access.createToken(wanted);
        audit.record(auditToken('made', wanted, { kind: 'http', name: c.get('identity').name }));
        return c.json({ token: token.reveal() });
      },
    },
    {
      ...{ method: 'delete', path: '/tokens/{name}', role: 'admin', summary: 'Take a token back' },
      description: 'From now on it opens nothing.',
      answer: { status: 204, holds: 'Nothing.' },
      async handle(c) {
        const name = c.req.param('name') ?? '';
        await access.revokeToken(name);
        audit.record(auditToken('taken back', { name }, { kind: 'http', name: c.get('identity').name }));
        return c.body(null, 204);
      },
    },
  ];
}
