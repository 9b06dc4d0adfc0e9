import { expect, it } from 'vitest';
import { isMaskAvailable, listTriggers, maskWants, triggerNameOf, triggerNames, triggerNumber } from './triggers.ts';

it.each([
  ['user.created', 1],
  ['group.deleted', 64],
  ['file.moved', 16_384],
  ['folder.created', 32_768],
  ['room.created', 4_194_304],
  ['room.archived', 16_777_216],
  ['room.restored', 67_108_864],
  ['form.stopped', 1_073_741_824],
  ['agent.created', 2_147_483_648],
  ['agent.deleted', 8_589_934_592],
  ['folder.downloaded', 34_359_738_368],
])('numbers %s as the vendor does', (name, number) => {
  expect(triggerNumber(name)).toBe(number);
  expect(triggerNameOf(number)).toBe(name);
});

it('takes the mask 0 as everything', () => {
  expect(maskWants(0, 'room.archived')).toBe(true);
  expect(triggerNames(0)).toEqual(['*']);
});

it('reads bits beyond the 32nd', () => {
  const mask = triggerNumber('folder.downloaded') + triggerNumber('user.created');
  expect(maskWants(mask, 'folder.downloaded')).toBe(true);
  expect(maskWants(mask, 'user.invited')).toBe(false);
  expect(triggerNames(mask)).toEqual(['user.created', 'folder.downloaded']);
});

it('offers some triggers only to those who administer rooms', () => {
  expect(isMaskAvailable(triggerNumber('user.created'), true)).toBe(true);
  expect(isMaskAvailable(triggerNumber('user.created'), false)).toBe(false);
  expect(isMaskAvailable(triggerNumber('room.archived'), false)).toBe(true);
  expect(isMaskAvailable(0, false)).toBe(true);
  expect(isMaskAvailable(2 ** 40, true)).toBe(false);
  expect(listTriggers(false).find(({ name }) => name === 'room.created')?.available).toBe(false);
});
