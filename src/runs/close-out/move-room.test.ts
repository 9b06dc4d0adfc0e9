import { describe, expect, it } from 'vitest';
import { textWith } from '../../../test/support/matchers.ts';
import type { Portal } from '../../docspace/portal.ts';
import { unarchive } from './move-room.ts';

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
