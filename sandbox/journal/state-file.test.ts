import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { aSandbox } from '../control/a-sandbox.ts';
import { aPortal } from '../model/a-portal.ts';
import { storeContent } from '../model/library.ts';
import { dumpState } from '../model/snapshot.ts';
import { createState, putFile, type State } from '../model/state.ts';
import { demoIds } from '../seed/demo-ids.ts';
import { readStateFile } from './read-state-file.ts';
import { records, values } from './record-kinds.ts';
import { createStateFile } from './state-file.ts';

const { people, groups } = demoIds;
const firstRoom = 1001;

function aPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'portal.json');
}

function dumpFile(path: string): unknown {
  const state = readStateFile(path);
  return state && dumpState(state);
}

/** Calls of all kinds: what each of them changes must be in the file when its answer is here. */
const calls: readonly [operation: string, body?: unknown][] = [
  ['POST files/rooms', { title: 'Kept', roomType: 2, tags: ['fresh'] }],
  ['POST files/rooms', { title: 'Custom', roomType: 5 }],
  [`PUT files/rooms/${firstRoom}`, { title: 'Renamed' }],
  [`PUT files/rooms/${firstRoom}/share`, { invitations: [{ id: people.david, access: 2 }] }],
  [`PUT files/rooms/${firstRoom}/share`, { invitations: [{ email: 'new@client.example', access: 2 }] }],
  [`PUT files/rooms/${firstRoom}/share`, { invitations: [{ id: people.david, access: 0 }] }],
  [`GET files/rooms/${firstRoom + 1}/link`],
  [`PUT files/rooms/${firstRoom}/pin`, {}],
  [`PUT files/rooms/${firstRoom}/unpin`, {}],
  ['POST files/tags', { name: 'loose' }],
  ['DELETE files/tags', { names: ['fresh'] }],
  [`POST files/${firstRoom}/text`, { title: 'note', content: 'x' }],
  [`PUT files/rooms/${firstRoom + 1}/archive`, { deleteAfter: false }],
  ['POST keys', { name: 'second', permissions: ['*'] }],
  ['POST group', { groupName: 'New', members: [people.david] }],
  [`PUT group/${groups.finance}`, { groupName: 'Money', membersToAdd: [people.greta] }],
  ['POST files/roomtemplate', { roomId: firstRoom, title: 'T' }],
  [`PUT people/status/Terminated`, { userIds: [people.david], resendAll: false }],
  [`DELETE people/${people.david}`],
  [`DELETE group/${groups.finance}`],
  [`DELETE files/rooms/${firstRoom}`, { deleteAfter: true }],
  ['GET files/fileops'],
];

test('after each answer, the file holds the portal as it is', async () => {
  const stateFile = aPath();
  await using portal = await aSandbox({ stateFile });
  const live = () => dumpState(portal.sandbox.world.portal.state);
  for (const [operation, body] of calls) {
    const { status } = await portal.api(operation, body);
    expect([200, 204], operation).toContain(status);
    expect(dumpFile(stateFile)).toEqual(live());
  }
  await portal.control('POST people', { firstName: 'Nora', lastName: 'Berg', email: 'nora@halden-moor.example' });
  await portal.control('POST limits', { rooms: 3 });
  expect(dumpFile(stateFile)).toEqual(live());
  await portal.control('POST seed', { name: 'empty' });
  expect(dumpFile(stateFile)).toEqual(live());
  await portal.api('POST files/rooms', { title: 'After', roomType: 6 });
  expect(dumpFile(stateFile)).toEqual(live());
});

test('the pins that other people lose when a room is archived are gone from the file, too', async () => {
  const stateFile = aPath();
  await using portal = await aSandbox({ stateFile });
  const key = await portal.keyOf('priya.raman@halden-moor.example');
  await portal.api(`PUT files/rooms/${demoIds.rooms.fjordline}/pin`, {}, key);
  expect(dumpFile(stateFile)).toMatchObject({
    pins: [{ accountId: people.priya, roomIds: [demoIds.rooms.fjordline] }],
  });
  await portal.api(`PUT files/rooms/${demoIds.rooms.fjordline}/archive`, { deleteAfter: false });
  expect(dumpFile(stateFile)).toMatchObject({ pins: [{ accountId: people.priya, roomIds: [] }] });
});

test('a call costs the records that it changes, not the whole portal', async () => {
  const stateFile = aPath();
  await using portal = await aSandbox({ stateFile });
  await portal.api('POST files/rooms', { title: 'Kept', roomType: 2 });
  await portal.api(`PUT files/rooms/${firstRoom}/pin`, {});
  const before = statSync(stateFile).size;
  await portal.api(`PUT files/rooms/${firstRoom}/share`, { invitations: [{ id: people.david, access: 2 }] });
  expect(statSync(stateFile).size - before).toBeLessThan(1000);
  expect(readFileSync(stateFile, 'utf8').trimEnd().split('\n').at(-1)).not.toContain('"pins"');
});

test('a line that was being written when the process ended is not read', async () => {
  const stateFile = aPath();
  const portal = await aSandbox({ stateFile });
  const kept = dumpState(portal.sandbox.world.portal.state);
  await portal.sandbox.close();
  appendFileSync(stateFile, `[["accounts","${people.david}"],["accou`);
  expect(dumpFile(stateFile)).toEqual(kept);
  await using again = await aSandbox({ stateFile });
  await again.api('POST files/rooms', { title: 'Later', roomType: 6 });
  expect(dumpFile(stateFile)).toEqual(dumpState(again.sandbox.world.portal.state));
});

test('a state file of an older version, a whole state as JSON, is read', () => {
  const path = aPath();
  const { portal, person } = aPortal();
  person('ulf', 'user');
  writeFileSync(path, JSON.stringify(dumpState(portal.state)));
  expect(dumpFile(path)).toEqual(dumpState(portal.state));
});

test('a broken line in the middle is not skipped', async () => {
  const stateFile = aPath();
  await (await aSandbox({ stateFile })).sandbox.close();
  appendFileSync(stateFile, 'nonsense\n[]\n');
  await expect(aSandbox({ stateFile })).rejects.toThrow(/cannot be read as a sandbox state/);
});

test('the file is written anew when its changes outgrow the portal', () => {
  const path = aPath();
  const state = aPortal().portal.state;
  const file = createStateFile(path, { read: () => state, failed: (error) => expect.unreachable(error.message) });
  const size = 1024 * 1024;
  for (let version = 1; version <= 20; version++) {
    const bytes = Buffer.alloc(size, `version ${version} `);
    putFile(state, { ...file7, version, versionGroup: version, ...storeContent(state.library, bytes) });
    file.save();
  }
  file.close();
  expect(statSync(path).size).toBeLessThan(12 * size);
  expect(dumpFile(path)).toEqual(dumpState(state));
});

test('each collection of a state has its line in the table of what is kept', () => {
  const state = createState();
  const derived = ['indexes', 'roomOrders', 'changes', 'library', 'uses', 'keepsUnused'];
  const kept = Object.keys({ ...state, ...state.library }).filter((name) => !derived.includes(name));
  expect(Object.keys({ ...records, ...values }).sort()).toEqual(kept.sort());
});

test('each map of sets is known as one, so that a change within a set is seen', async () => {
  await using portal = await aSandbox();
  for (const [operation, body] of calls.slice(0, 7)) await portal.api(operation, body);
  const { state } = portal.sandbox.world.portal;
  const { changes } = state;
  changes.start();
  for (const [name, map] of mapsOf(state)) {
    const [entry] = map;
    if (!(entry?.[1] instanceof Set) || name === 'indexes') continue;
    map.get(entry[0]);
    expect([...(changes.take().get(name) ?? [])]).toEqual([entry[0]]);
  }
});

test('nobody else on the machine may read the file', async () => {
  const stateFile = aPath();
  await (await aSandbox({ stateFile })).sandbox.close();
  expect(statSync(stateFile).mode & 0o077).toBe(0);
  expect(readFileSync(stateFile, 'utf8').split('\n')[0]).toContain('docspace-sandbox-state');
});

function mapsOf(state: State): [string, Map<unknown, unknown>][] {
  const AnyMap = z.instanceof(Map<unknown, unknown>);
  return Object.entries(state).flatMap(([name, value]): [string, Map<unknown, unknown>][] =>
    value instanceof Map ? [[name, AnyMap.parse(value)]] : [],
  );
}

const time = '2026-01-01T00:00:00.000Z';
const authorship = { createdBy: 'a', created: time, modifiedBy: 'a', modified: time };
const file7 = { id: 7, parentId: 1, title: 'big.bin', comment: '', history: [], ...authorship };
