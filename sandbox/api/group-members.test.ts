import { expect, test } from 'vitest';
import { aPortal, responseOf } from '../model/a-portal.ts';

async function twoGroups() {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [ulf, uma, rita] = [person('ulf', 'user'), person('uma', 'user'), person('rita', 'room-admin')];
  const make = async (groupName: string, members: string[]) =>
    String(responseOf(await call(owner, 'POST group', { groupName, members }))['id']);
  const [first, second] = [await make('First', [ulf.id]), await make('Second', [rita.id])];
  portal.events.splice(0);
  const members = async (id: string) => {
    const group = responseOf(await call(owner, `GET group/${id}`));
    const list: unknown = group['members'];
    return Array.isArray(list) ? list.map((member: { id: string }) => member.id) : [];
  };
  return { ...portal, ulf, uma, rita, first, second, members };
}

test('members are added, removed and set; none of it publishes anything', async () => {
  const { call, owner, ulf, uma, rita, first, members, events } = await twoGroups();
  expect(responseOf(await call(owner, `PUT group/${first}/members`, { members: [uma.id, ulf.id] }))).toMatchObject({
    membersCount: 2,
  });
  await call(owner, `DELETE group/${first}/members`, { members: [ulf.id] });
  expect(await members(first)).toEqual([uma.id]);
  await call(owner, `POST group/${first}/members`, { members: [rita.id, '00000000-0000-4000-8000-00000000ffff'] });
  expect(await members(first)).toEqual([rita.id]);
  expect(events).toEqual([]);
});

test('members move from one group to another', async () => {
  const { call, owner, ulf, rita, first, second, members } = await twoGroups();
  expect(responseOf(await call(owner, `PUT group/${first}/members/${second}`))).toMatchObject({ id: second });
  expect(await members(first)).toEqual([]);
  expect(await members(second)).toEqual([rita.id, ulf.id]);
});

test('a group gets another manager, who must exist; only DocSpace admins change groups', async () => {
  const { call, owner, ulf, rita, first } = await twoGroups();
  expect(responseOf(await call(owner, `PUT group/${first}/manager`, { userId: rita.id }))).toMatchObject({
    manager: { id: rita.id },
  });
  const nobody = '00000000-0000-4000-8000-00000000ffff';
  expect((await call(owner, `PUT group/${first}/manager`, { userId: nobody })).status).toBe(404);
  expect((await call(owner, `PUT group/${nobody}/members`, { members: [] })).status).toBe(404);
  for (const operation of [
    `PUT group/${first}/members`,
    `DELETE group/${first}/members`,
    `POST group/${first}/members`,
  ])
    expect((await call(rita, operation, { members: [ulf.id] })).status).toBe(403);
});
