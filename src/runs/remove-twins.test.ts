import { expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { removeTwins } from './remove-twins.ts';

const refuse = (kind: 'forbidden' | 'rejected' | 'unavailable' | 'unauthenticated') => () =>
  Promise.reject(new AppError(kind, 'The portal says no.'));

it('tells what was deleted', async () => {
  expect(await removeTwins('room', () => Promise.resolve(['room 7']))).toEqual({ deleted: ['room 7'], left: [] });
});

it.each(['forbidden', 'rejected'] as const)('names what may be left when it is refused: %s', async (kind) => {
  expect(await removeTwins('folder Offers/', refuse(kind))).toEqual({
    deleted: [],
    left: ['a second folder Offers/ of a lost call may be left: The portal says no.'],
  });
});

it.each(['unavailable', 'unauthenticated'] as const)('leaves to the run what is no matter of it: %s', async (kind) => {
  await expect(removeTwins('room', refuse(kind))).rejects.toMatchObject({ kind });
});

it('leaves to the run that somebody cancelled it', async () => {
  const cancelled = new AppError('conflict', 'The run was cancelled.', { details: { cancelledBy: 'olga' } });
  await expect(removeTwins('room', () => Promise.reject(cancelled))).rejects.toBe(cancelled);
});
