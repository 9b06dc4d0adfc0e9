import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';

/** What somebody does in the sandbox portal, to see what comes of it. Nothing where the portal is a real one. */
export function createSandboxRoutes({ pages: { sandbox } }: HttpParts): readonly ApiRoute[] {
  if (!sandbox) return [];
  const answer = { status: 200, holds: '`text`: what happened in the sandbox portal.' } as const;
  return [
    {
      ...{ method: 'post', path: '/sandbox/people', role: 'operator', summary: 'Add a person to the sandbox' },
      description: 'Somebody made up becomes a member. Only with the sandbox portal.',
      answer,
      handle: async (c) => c.json(await sandbox.addPerson()),
    },
    {
      ...{ method: 'post', path: '/sandbox/guests', role: 'operator', summary: 'Invite a guest in the sandbox' },
      description: 'Somebody made up is invited to the newest kept room. Only with the sandbox portal.',
      answer,
      handle: async (c) => c.json(await sandbox.inviteGuest()),
    },
    {
      ...{ method: 'post', path: '/sandbox/archive', role: 'operator', summary: 'Archive a room in the sandbox' },
      description: 'The newest kept room with a guest, or the newest. Only with the sandbox portal.',
      answer,
      handle: async (c) => c.json(await sandbox.archiveRoom()),
    },
  ];
}
