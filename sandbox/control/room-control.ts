import type { Context, Hono } from 'hono';
import type { World } from '../create-world.ts';
import { joinRoom } from '../model/join-room.ts';
import { requireRoomProper } from '../model/rooms.ts';
import type { Room } from '../model/sections.ts';
import { setRoomAccess } from '../model/sharing.ts';
import { putFolder, putGroup } from '../model/state.ts';
import { notFound } from '../wire/portal-error.ts';
import { callAsOwner } from './call-as-owner.ts';
import { ChangeMembers, HoldRoles, InviteToRoom, JoinRoom } from './control-requests.ts';
import { apiUrl, done, pass, readJson } from './control-replies.ts';

/** What people do with rooms and groups from the product's own pages, and what no webhook tells of. */
export function addRoomRoutes(control: Hono, world: World): void {
  for (const move of ['archive', 'unarchive'])
    control.post(`/rooms/:id{[0-9]+}/${move}`, async (context) => {
      // With `deleteAfter` the operation never shows up among those that a client polls with the owner's key.
      const url = apiUrl(context, `files/rooms/${context.req.param('id')}/${move}`);
      return pass(context, await callAsOwner(world, { method: 'PUT', url, body: { deleteAfter: true } }));
    });
  control.post('/deliveries/:id{[0-9]+}/retry', async (context) => {
    const url = apiUrl(context, `settings/webhook/${context.req.param('id')}/retry`);
    return pass(context, await callAsOwner(world, { method: 'PUT', url, body: {} }));
  });
  control.post('/rooms/:id{[0-9]+}/join', async (context) => {
    const visitor = await readJson(context, JoinRoom);
    const account = joinRoom(world.portal, roomOf(context, world), visitor);
    world.changed();
    return context.json({ id: account.id, email: account.email });
  });
  control.post('/rooms/:id{[0-9]+}/invite', async (context) => {
    const { userId, email, access } = await readJson(context, InviteToRoom);
    const room = roomOf(context, world);
    const owner = world.portal.state.accounts.get(room.createdBy);
    if (!owner) throw notFound('The room has no owner');
    const invitations = [{ id: userId?.toLowerCase(), email, access }];
    const { warnings, error } = setRoomAccess(world.portal, owner, { room, invitations });
    world.changed();
    return context.json({ done: error === 0, warnings });
  });
  control.post('/rooms/:id{[0-9]+}/form-roles', async (context) => {
    const { userIds } = await readJson(context, HoldRoles);
    const room = roomOf(context, world);
    const formRoleIds = userIds.map((id) => id.toLowerCase());
    putFolder(world.portal.state, { ...room, room: { ...room.room, formRoleIds } });
    world.changed();
    return done(context);
  });
  control.post('/groups/:id/members', async (context) => {
    const { add, remove } = await readJson(context, ChangeMembers);
    const { state } = world.portal;
    const group = state.groups.get(context.req.param('id').toLowerCase());
    if (!group) throw notFound('There is no such group');
    const memberIds = [...new Set([...group.memberIds, ...add])].filter((id) => !remove.includes(id));
    putGroup(state, { ...group, memberIds: memberIds.filter((id) => state.accounts.has(id)) });
    world.changed();
    return done(context);
  });
}

function roomOf(context: Context, { portal }: World): Room {
  return requireRoomProper(portal.state, Number(context.req.param('id')));
}
