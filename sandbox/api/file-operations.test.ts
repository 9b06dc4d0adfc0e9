import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPortal, idOf, listOf } from '../model/a-portal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('with a duration the operation is listed as unfinished until it is over', async () => {
  const { call, owner } = aPortal(50);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(owner, 'GET files/fileops'))).toMatchObject([{ finished: false, progress: 0 }]);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 14 } });
  vi.advanceTimersByTime(50);
  expect(listOf(await call(owner, 'GET files/fileops/0'))).toMatchObject([{ finished: true }]);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('a terminated operation does nothing', async () => {
  const { call, owner } = aPortal(50);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(owner, 'PUT files/fileops/terminate', {}))).toMatchObject([{ status: 3, finished: true }]);
  vi.advanceTimersByTime(50);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 14 } });
});

test('the list is one per account: another account does not see or eat its entries', async () => {
  const { call, owner, person } = aPortal();
  const ada = person('ada', 'docspace-admin');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(ada, 'GET files/fileops'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops/1'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops?id=other'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops'))).toHaveLength(1);
});
