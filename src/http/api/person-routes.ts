import { z } from 'zod';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';

const Forget = z.strictObject({
  person: z.string().trim().min(3).max(320).describe('Id of the account, or e-mail address.'),
});

/** What is kept about people. */
export function createPersonRoutes({ people }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'post', path: '/people/forget', role: 'admin', summary: 'Forget a person' },
      description:
        'Removes what is kept about a person, or puts a pseudonym in its place, and says what it cannot remove. 409 while something of theirs is under way.',
      body: Forget,
      answer: { status: 200, holds: '`pseudonym`, `removed`, `remains`.' },
      async handle(c, body) {
        const { person } = Forget.parse(body);
        return c.json(await people.forget(person, { kind: 'http', name: c.get('identity').name }));
      },
    },
  ];
}
