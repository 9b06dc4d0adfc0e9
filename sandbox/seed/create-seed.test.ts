import { expect, it } from 'vitest';
import { isLevelPossible, isLevelPossibleFor } from '../model/role-table.ts';
import { mayOwnRooms } from '../model/security.ts';
import { dumpState, loadState } from '../model/snapshot.ts';
import { everyoneGroupId, folderType, roomType } from '../model/vendor-numbers.ts';
import { createSeed, seedEnv, seedNames } from './create-seed.ts';
import { demoIds } from './demo-ids.ts';
import { demoRooms } from './demo-rooms.ts';

const clock = { now: () => new Date('2026-07-01T10:00:00.000Z') };
const apiKey = 'sk-0000';

it.each(seedNames)('plants a %s portal that is the same each time and survives being written down', (name) => {
  const [first, second] = [createSeed(name, { apiKey, clock }), createSeed(name, { apiKey, clock })];
  // The key's own id is the one thing that is drawn anew.
  for (const state of [first, second]) state.keys.clear();
  expect(dumpState(first)).toEqual(dumpState(second));
  expect(dumpState(loadState(dumpState(first)))).toEqual(dumpState(first));
});

it('has in the demo portal what the environment for the blueprints names', () => {
  const { files, folders, groups, accounts } = createSeed('demo', { apiKey, clock });
  const env = seedEnv('demo');
  const ids = (name: string) => (env[name] ?? '').split(',');
  expect(ids('HOME_TEMPLATE_FILE_IDS').map((id) => files.get(Number(id))?.title)).toEqual([
    'First week checklist.docx',
    'Working agreement.docx',
    'Personal goals.docx',
  ]);
  expect(groups.get(env['HR_GROUP_ID'] ?? '')?.name).toBe('People & Culture');
  expect(accounts.get(env['ACCOUNT_MANAGER_ID'] ?? '')?.type).toBe('room-admin');
  expect(files.get(Number(env['TEMPLATE_WELCOME_FILE_ID']))?.title).toBe('Welcome.pdf');
  expect(files.get(Number(env['TEMPLATE_GUIDE_FILE_ID']))?.title).toBe('Client portal guide.pdf');
  expect(folders.get(Number(env['GUEST_REPORT_FOLDER_ID']))?.title).toBe('Guest reports');
  expect(folders.get(Number(env['ROOM_TEMPLATE_ID']))?.title).toBe('Client room standard');
});

it('gives every room of the demo portal the id that is written down, and no id twice', () => {
  const { folders, files } = createSeed('demo', { apiKey, clock });
  for (const { id, title } of demoRooms) expect(folders.get(id)?.title).toBe(title);
  expect(demoRooms.map(({ id }) => id)).toEqual(Object.values(demoIds.rooms));
  expect([...folders.keys()].filter((id) => files.has(id))).toEqual([]);
});

it('keeps the room template of the demo portal among the templates, for everybody who makes rooms', () => {
  const { folders, shares } = createSeed('demo', { apiKey, clock });
  const template = folders.get(demoIds.roomTemplates.clientRoom);
  expect(folders.get(template?.parentId ?? 0)?.folderType).toBe(folderType.templates);
  expect(template?.room?.roomType).toBe(roomType.CustomRoom);
  expect(shares.get(template?.id ?? 0)).toMatchObject([{ subjectId: everyoneGroupId }]);
});

it('gives nobody in the demo portal a level that the room type or the account forbids', () => {
  const { accounts } = createSeed('demo', { apiKey, clock });
  for (const { type, members, links, ownerId } of demoRooms) {
    const owner = accounts.get(ownerId);
    expect(owner && mayOwnRooms(owner)).toBe(true);
    for (const { id, access, isGroup } of members) {
      const account = accounts.get(id);
      const isPossible = account
        ? isLevelPossibleFor(type, account.type, access)
        : isLevelPossible(type, 'group', access);
      expect({ id, isGroup: account ? undefined : true, isPossible }).toEqual({ id, isGroup, isPossible: true });
    }
    for (const { kind, access } of links)
      expect(isLevelPossible(type, kind === 'invitation' ? 'invitationLink' : 'externalLink', access)).toBe(true);
  }
});

it('has only its owner in the empty portal', () => {
  const { accounts, files } = createSeed('empty', { apiKey, clock });
  expect([...accounts.values()].map(({ type }) => type)).toEqual(['owner']);
  expect(files.size).toBe(0);
  expect(seedEnv('empty')).toEqual({});
});
