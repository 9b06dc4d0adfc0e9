import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { createKeptRoomRoutes } from './kept-room-routes.ts';
import { readId } from './query.ts';
import { requestOf, requireUse } from './who-asks.ts';

const CloseOut = z.strictObject({
  blueprint: z.string().min(1).optional().describe('Name of the blueprint; may be left out where there is only one.'),
});

/** Rooms: closed out, and archived without guests and links. */
export function createRoomRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createKeptRoomRoutes(parts), ...createCloseOutRoutes(parts)];
}

function createCloseOutRoutes(parts: HttpParts): readonly ApiRoute[] {
  const closeOut = (archives: boolean) => async (c: AppContext, body: unknown) => {
    const { blueprint = onlyCloseOut(parts) } = CloseOut.parse(body);
    requireUse(c.get('identity'), blueprint);
    const request = await requestOf(c, body, parts);
    const run = await parts.work.closeOut(readId(c, 'room'), { ...request, blueprint, archives });
    return c.json(run, 202, { Location: `/api/runs/${run.id}` });
  };
  return [
    {
      ...{ method: 'post', path: '/rooms/{id}/archive', role: 'operator', summary: 'Archive a room' },
      description: 'Guests and links are removed first: in the Archive nobody can take access away.',
      body: CloseOut,
      answer: { status: 202, holds: 'The run, queued.', schema: 'Run' },
      handle: closeOut(true),
    },
    {
      ...{ method: 'post', path: '/rooms/{id}/close-out', role: 'operator', summary: 'Close out an archived room' },
      description: 'Opens the room for a moment, removes guests and links, and archives it again.',
      body: CloseOut,
      answer: { status: 202, holds: 'The run, queued.', schema: 'Run' },
      handle: closeOut(false),
    },
  ];
}

function onlyCloseOut({ work }: HttpParts): string {
  const [only, second] = work.blueprints().filter(({ kind, isForPerson }) => kind === 'CloseOut' && !isForPerson);
  if (only && !second) return only.name;
  throw new AppError(
    'invalid-input',
    only ? 'There are several blueprints of kind CloseOut for rooms.' : 'No blueprint of kind CloseOut is for rooms.',
    {
      hint: 'Give `blueprint`, the name of the one that is meant.',
    },
  );
}
