import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../../test/contract/support/start-sandbox.ts';
import { textWith } from '../../../test/support/matchers.ts';
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

type Operation = Awaited<ReturnType<Portal['operations']>>[number];

function anOperation(changes: Partial<Operation>): Operation {
  return { id: 'other', state: 'failed', finished: true, moves: true, error: 'no room in the tariff', ...changes };
}

/** A portal whose room comes out of the Archive after some looks at the account's operations, each of which tells something. */
function aPortal(answered: Operation | undefined, told: readonly (readonly Operation[])[]) {
  const left = [...told];
  return {
    unarchiveRoom: () => Promise.resolve(answered),
    room: () => Promise.resolve({ archived: left.length > 0 || told.length === 0 }),
    operations: () => Promise.resolve(left.shift() ?? []),
  };
}

describe('a room that is taken out of the Archive', () => {
  it('is not taken for refused by what went wrong before, or with something else than a move', async () => {
    const before = anOperation({ id: 'before' });
    const portal = aPortal(before, [[before, anOperation({ moves: false })], []]);
    await expect(unarchive(7, portal)).resolves.toBeUndefined();
  });

  it('is not taken for refused while another move is under way, which may be its own', async () => {
    const own = { id: 'own', state: 'running', finished: false, moves: true } as const;
    const portal = aPortal(own, [[anOperation({}), own], [own], []]);
    await expect(unarchive(7, portal)).resolves.toBeUndefined();
  });

  it('is refused with the words of its own operation, though they are told only once', async () => {
    const own = { id: 'own', state: 'running', finished: false, moves: true } as const;
    const stays = { ...aPortal(own, []), room: () => Promise.resolve({ archived: true }) };
    const told = [[anOperation({ id: 'own' }), { ...own, id: 'later' }], []];
    await expect(
      unarchive(7, { ...stays, operations: () => Promise.resolve(told.shift() ?? []) }),
    ).rejects.toMatchObject({
      kind: 'rejected',
      message: textWith('no room in the tariff'),
    });
  });
});
