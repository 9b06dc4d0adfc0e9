import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../../test/support/run-world.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { PageParts } from '../../http/page-parts.ts';
import { createRoomViews } from '../../store/room-views.ts';
import { openCore, type Core } from '../open-core.ts';
import { createGuestParts } from './end-access.ts';

const document = `apiVersion: concierge/v1
kind: Room
name: client-room
on: { http: true }
inputs: { id: string }
key: "{{ id }}"
room:
  title: "Client {{ id }}"
  type: custom
  access: [{ person: "named@client.example", level: viewer, expires: 30d }]
`;

let world: RunWorld;
let core: Core;
let guests: PageParts['guests'];
let folder: string;
let documentHash: string;

beforeAll(async () => {
  [world, folder] = await Promise.all([startRunWorld(), mkdtemp(join(tmpdir(), 'concierge-guests-'))]);
  const env = {
    DOCSPACE_BASE_URL: world.sandbox.url,
    DOCSPACE_API_KEY: world.sandbox.ownerKey,
    DATABASE_URL: world.database.url.reveal(),
    DATA_DIR: folder,
  };
  core = await openCore({ config: loadConfig({ env }), log: world.database.log });
  guests = createGuestParts(core, createRoomViews(core.store.db), world.engine);
  documentHash = await world.save(document);
});

afterAll(async () => {
  await core.close();
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const roomInput = (id: string) =>
  world.input('', { blueprint: 'client-room', documentHash, subject: `key:${id}`, inputs: { id } });

/** A kept room into which a person let somebody from outside, in the portal. */
async function aRoomWithAVisitor(id: string) {
  const { room } = await world.apply(roomInput(id));
  const roomId = room?.id ?? 0;
  const { portal } = world.parts;
  await portal.share(roomId, [{ email: `visitor-${id}@client.example`, level: 'viewer' }], { notify: false });
  return { roomId, membersOf: async () => (await portal.members(roomId)).flatMap(({ email }) => email ?? []) };
}

async function visitIn(roomId: number) {
  const found = (await guests.list()).filter(
    ({ room, guest }) => room.id === roomId && guest.email !== 'named@client.example',
  );
  expect(found).toHaveLength(1);
  return found[0] ?? expect.fail();
}

it('ends access that a person gave in the portal, at once, by a run, and nobody else’s', async () => {
  const { roomId, membersOf } = await aRoomWithAVisitor('k1');
  const { item, runId } = await visitIn(roomId);
  expect([item.startsWith('guest:'), runId]).toEqual([true, undefined]);
  const run = await guests.remove({ roomId, item }, { who: 'olga', requestId: 'r1' });
  expect(await world.follow(run.id)).toMatchObject({ state: 'done', cause: { kind: 'http', name: 'olga' } });
  expect(await membersOf()).not.toContain('visitor-k1@client.example');
  expect(await membersOf()).toContain('named@client.example');
});

it('keeps an end for access that a person gave, which the blueprint applied again leaves alone, and audits who set it', async () => {
  const { roomId, membersOf } = await aRoomWithAVisitor('k2');
  const { item } = await visitIn(roomId);
  await guests.extend({ roomId, item }, { until: '2099-01-31T00:00:00.000Z', who: 'olga' });
  expect(await visitIn(roomId)).toMatchObject({ item, until: '2099-01-31T00:00:00.000Z' });
  const again = roomInput('k2');
  const options = { repair: true, recreate: false };
  expect(await world.apply({ ...again, runId: `${again.runId} again`, options })).toMatchObject({
    state: 'nothing-to-do',
  });
  expect(await membersOf()).toContain('visitor-k2@client.example');
  await core.journal.flush();
  const entries = await core.audit.list({ limit: 50, room: roomId });
  expect(entries.filter(({ kind }) => kind === 'access')).toMatchObject([
    { what: 'end of access set', cause: { kind: 'http', name: 'olga' }, detail: 'until 2099-01-31T00:00:00.000Z' },
  ]);
});

it('refuses to set an end for somebody who is not in the room, or who is no guest', async () => {
  const { roomId } = await aRoomWithAVisitor('k3');
  for (const id of ['00000000-0000-0000-0000-000000000009', (await world.parts.portal.self()).id]) {
    const access = { roomId, item: `guest:${id}` };
    await expect(guests.remove(access, { who: 'olga', requestId: id })).rejects.toMatchObject({ kind: 'not-found' });
  }
});
