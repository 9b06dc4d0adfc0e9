import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { KeptRoomView } from '../page-parts.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { Limit, readId, readQuery } from './query.ts';
import { mayUse, requestOf } from './who-asks.ts';

const RoomQuery = z.strictObject({
  limit: Limit,
  blueprint: z.string().min(1).exactOptional(),
  state: z.enum(['making', 'complete', 'retired']).exactOptional(),
  text: z.string().min(1).max(200).exactOptional(),
  before: z.coerce.number('Give a page’s `next`.').int().min(1).exactOptional(),
});

/** The kept room of the path, as far as the one who asks may see it. */
export async function findKeptRoom(c: AppContext, { pages }: HttpParts): Promise<KeptRoomView> {
  const roomId = readId(c, 'room');
  const room = await pages.rooms.find(roomId);
  if (room && mayUse(c.get('identity'), room.blueprint)) return room;
  throw new AppError('not-found', `No blueprint keeps room ${roomId}.`);
}

/** Rooms that blueprints keep: listed, looked into, compared, set right. */
export function createKeptRoomRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createReads(parts), ...createChanges(parts)];
}

function createReads(parts: HttpParts): readonly ApiRoute[] {
  const { rooms } = parts.pages;
  return [
    {
      ...{ method: 'get', path: '/rooms', role: 'viewer', summary: 'List kept rooms' },
      description:
        'Rooms that a run made or took over, the newest first. Query: `limit` (1 to 200), `blueprint`, `state` (`making`, `complete`, `retired`), `text` (a part of the title or the subject’s name), `before` (a page’s `next`).',
      answer: { status: 200, holds: 'A page: `rooms`, and `next` unless it is the last.' },
      async handle(c) {
        const { blueprints } = c.get('identity');
        return c.json(await rooms.list({ ...readQuery(c, RoomQuery), blueprints }));
      },
    },
    {
      ...{ method: 'get', path: '/rooms/{id}', role: 'viewer', summary: 'Read a kept room' },
      description:
        'By the number that the portal gave it. With its people and groups as they are now; never with links.',
      answer: { status: 200, holds: 'The room, and `members`.' },
      async handle(c) {
        const room = await findKeptRoom(c, parts);
        const members = await rooms.members(room).catch((error: unknown) => {
          if (error instanceof AppError && error.kind === 'not-found') return [];
          throw error;
        });
        return c.json({ ...room, members });
      },
    },
    {
      ...{ method: 'get', path: '/rooms/{id}/links', role: 'operator', summary: 'Read the links of a room' },
      description: 'With their addresses: whoever has one has access.',
      answer: { status: 200, holds: '`links`.' },
      handle: async (c) => c.json({ links: await rooms.links(await findKeptRoom(c, parts)) }),
    },
  ];
}

function createChanges(parts: HttpParts): readonly ApiRoute[] {
  const { rooms } = parts.pages;
  return [
    {
      ...{ method: 'post', path: '/rooms/{id}/check', role: 'operator', summary: 'Compare a room with its blueprint' },
      description: 'Reads the portal, changes nothing there, and keeps what it found.',
      answer: {
        status: 200,
        holds: '`drift`: lines of what would set it right; empty when nothing would. `reason` where nothing can.',
      },
      handle: async (c) => c.json(await rooms.check(await findKeptRoom(c, parts))),
    },
    {
      ...{ method: 'post', path: '/rooms/{id}/fix', role: 'operator', summary: 'Set a room right' },
      description:
        'Queues a run that applies the blueprint as it stands now, with what the room’s newest run was given.',
      answer: { status: 202, holds: 'The run, queued.' },
      async handle(c) {
        const room = await findKeptRoom(c, parts);
        const run = await rooms.fix(room, await requestOf(c, {}, parts));
        return c.json(run, 202, { Location: `/api/runs/${run.id}` });
      },
    },
  ];
}
