import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../../test/contract/support/start-sandbox.ts';
import type { Portal } from '../../docspace/portal.ts';
import { archive, unarchive } from './move-room.ts';

let sandbox: TestSandbox;
let portal: Portal;

beforeAll(async () => {
  sandbox = await startSandbox();
  portal = sandbox.portal();
});

beforeEach(async () => {
  await sandbox.control('POST reset');
  await sandbox.control('DELETE faults');
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

const hurried = [1, 1, 1];
/** From 400 ms on the list of operations is read too. */
const patient = [1, 400, 400];

async function aRoom({ archived }: { readonly archived: boolean }): Promise<number> {
  const { id } = await portal.createRoom({ title: 'Moving', type: 'custom', tags: [] });
  if (archived) await archive(id, portal);
  return id;
}

async function fail(operation: string, fault: object): Promise<void> {
  await sandbox.control('POST faults', { match: { operation }, fault });
}

it('says that it may be tried again when the portal does not get done with it', async () => {
  const [open, closed] = [await aRoom({ archived: false }), await aRoom({ archived: true })];
  for (const operation of ['archiveRoom', 'unarchiveRoom']) await fail(operation, { operationMs: 600_000 });
  await expect(archive(open, portal, hurried)).rejects.toMatchObject({ kind: 'unavailable' });
  await expect(unarchive(closed, portal, hurried)).rejects.toMatchObject({ kind: 'unavailable' });
});

it('believes the room when somebody else has read the end of the operation', async () => {
  const roomId = await aRoom({ archived: true });
  await fail('unarchiveRoom', { operationMs: 100 });
  const moving = unarchive(roomId, portal, patient);
  // What has ended is told once, to whoever of the account asks first.
  const emptied = setInterval(() => void portal.operations().catch(() => undefined), 20);
  await moving.finally(() => clearInterval(emptied));
  expect((await portal.room(roomId)).archived).toBe(false);
});

it('knows nothing of a refusal that somebody else has read, and may be tried again', async () => {
  const roomId = await aRoom({ archived: true });
  await sandbox.control('POST limits', { rooms: 1 });
  const emptied = setInterval(() => void portal.operations().catch(() => undefined), 5);
  await expect(unarchive(roomId, portal, patient).finally(() => clearInterval(emptied))).rejects.toMatchObject({
    kind: 'unavailable',
  });
  await expect(unarchive(roomId, portal, patient)).rejects.toMatchObject({ kind: 'rejected' });
  expect((await portal.room(roomId)).archived).toBe(true);
});
