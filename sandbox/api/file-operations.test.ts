import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

function titleOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'title' in entry ? entry.title : undefined;
}

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

test('files and folders are duplicated where they are, under a title with a number', async () => {
  const { call, owner, events } = aPortal();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Plans' }));
  const file = idOf(await call(owner, `POST files/${folder}/text`, { title: 'Note', content: 'x' }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  await call(owner, `PUT files/rooms/${room}/unarchive`, {});
  const answer = await call(owner, 'PUT files/fileops/duplicate', { folderIds: [folder], fileIds: [file] });
  expect(listOf(answer)).toMatchObject([{ Operation: 7, finished: false }]);
  const listed = async (id: number) => {
    const { folders, files } = responseOf(await call(owner, `GET files/${id}?sortBy=AZ`));
    return [folders, files].flat().map(titleOf);
  };
  expect(await listed(room)).toEqual(['Plans', 'Plans (1)']);
  expect(await listed(folder)).toEqual(['Note (1).txt', 'Note.txt']);
  expect(events.slice(-2).map(({ trigger }) => trigger)).toEqual(['folder.copied', 'file.copied']);
  expect(listOf(await call(owner, 'GET files/fileops/duplicate'))).toMatchObject([
    { Operation: 7, finished: true, error: '', files: [{ title: 'Note (1).txt' }], folders: [{ title: 'Plans (1)' }] },
  ]);
});

test('a duplicated room has the contents and not the members, and tells of room.copied', async () => {
  const { call, owner, person, events } = aPortal();
  const ulf = person('ulf', 'user');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 6, tags: ['a'] }));
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' });
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 11 }] });
  events.splice(0);
  await call(owner, 'PUT files/fileops/duplicate', { folderIds: [room] });
  expect(events).toMatchObject([{ trigger: 'room.copied', payload: { title: 'A (1)' } }]);
  const copy = String(events[0]?.entity.id);
  const shown = responseOf(await call(owner, `GET files/rooms/${copy}`));
  expect(shown).toMatchObject({ title: 'A (1)', roomType: 6, tags: ['a'], filesCount: 1 });
  expect(listOf(await call(owner, `GET files/rooms/${copy}/share`))).toHaveLength(1);
  expect(listOf(await call(owner, `GET files/rooms/${copy}/links`))).toHaveLength(1);
});

test('duplicating takes the right to create: not with a viewer’s level, not in the Archive, not what is unknown', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const file = idOf(await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' }));
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  const ask = async (who: typeof owner, body: unknown) => (await call(who, 'PUT files/fileops/duplicate', body)).status;
  expect(await ask(ulf, { fileIds: [file] })).toBe(403);
  expect(await ask(owner, { fileIds: [4711] })).toBe(403);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(await ask(owner, { fileIds: [file] })).toBe(403);
});
