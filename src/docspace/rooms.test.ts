import { describe, expect, it } from 'vitest';
import { ada, answering, aRoom, group, paging } from '../../test/contract/support/answering-portal.ts';

describe('rooms', () => {
  it('are in words, with the creator as owner and times in UTC', async () => {
    await using server = await answering(aRoom());
    expect(await server.portal.room(77)).toEqual({
      id: 77,
      title: 'Home',
      type: 'collaboration',
      ownerId: ada,
      createdAt: '2026-07-01T09:34:56.000Z',
      changedAt: '',
      archived: false,
      isTemplate: false,
      filesCount: 1,
      foldersCount: 2,
      tags: ['home'],
      denyDownload: false,
      url: 'https://portal.example/s/x',
      mayEditAccess: true,
      mayEdit: true,
    });
  });

  it('have an address even where the portal gives none, and no rights that it does not name', async () => {
    await using server = await answering(aRoom({ shortWebUrl: undefined, security: undefined, rootFolderType: 20 }));
    expect(await server.portal.room(77)).toMatchObject({
      url: `${server.server.url}/rooms/shared/77`,
      mayEditAccess: false,
      mayEdit: false,
      archived: true,
    });
  });

  it('of a person are read to the last page, without filter and order', async () => {
    const rooms = Array.from({ length: 205 }, (_, index) => aRoom({ id: index + 1 }));
    await using server = await paging(rooms, (folders) => ({ response: { folders, total: 205, count: 100 } }));
    expect(await server.portal.roomsOwnedBy(ada)).toHaveLength(205);
    const query = `subjectOwnerId=${ada}`;
    expect(server.lines()).toEqual(
      [0, 100, 200].map((start) => `GET files/rooms?${query}&startIndex=${start}&count=100`),
    );
  });

  it('of an unknown type or a third-party storage do not break a list', async () => {
    const folders = [aRoom({ roomType: 9 }), { id: 'sbox-1', title: 'Foreign' }, aRoom({ id: 78 })];
    await using server = await answering({ folders, total: 3 });
    expect(await server.portal.archivedRooms()).toMatchObject([
      { id: 77, type: undefined },
      { id: 78, type: 'collaboration' },
    ]);
    expect(server.lines()).toEqual(['GET files/rooms?searchArea=Archive&startIndex=0&count=100']);
  });

  it('that cannot be read break a list: it would look complete', async () => {
    await using server = await answering({ folders: [aRoom(), aRoom({ title: undefined })], total: 2 });
    await expect(server.portal.archivedRooms()).rejects.toMatchObject({
      kind: 'rejected',
      details: { field: 'response.folders.1' },
    });
  });

  it('of other people are left out, whatever the portal answers', async () => {
    await using server = await answering({ folders: [aRoom(), aRoom({ createdBy: { id: group } })], total: 2 });
    expect(await server.portal.roomsOwnedBy(ada)).toHaveLength(1);
  });

  it("are made with the vendor's number of the type", async () => {
    await using server = await answering(aRoom());
    await server.portal.createRoom({ title: 'Home', type: 'virtual-data', tags: ['home'] });
    await server.portal.addTags(77, ['x']);
    expect(server.lines()).toEqual([
      'POST files/rooms {"title":"Home","roomType":8,"tags":["home"]}',
      'PUT files/rooms/77/tags {"names":["x"]}',
    ]);
  });

  it('have a quota only when it is their own', async () => {
    await using own = await answering(aRoom({ quotaLimit: 5_000, isCustomQuota: true, denyDownload: true }));
    await using general = await answering(aRoom({ quotaLimit: 9_000, isCustomQuota: false }));
    expect(await own.portal.room(77)).toMatchObject({ quotaBytes: 5_000, denyDownload: true });
    expect(await general.portal.room(77)).not.toHaveProperty('quotaBytes');
  });

  it('are made and changed with exactly the settings that are given', async () => {
    await using server = await answering(aRoom());
    const room = { title: 'Home', type: 'custom', tags: [] } as const;
    await server.portal.createRoom({ ...room, quotaBytes: 5_000_000_000, denyDownload: false });
    await server.portal.updateRoom(77, { title: 'Home 2' });
    await server.portal.updateRoom(77, { quotaBytes: 0, denyDownload: true });
    await server.portal.removeTags(77, ['x']);
    expect(server.lines()).toEqual([
      'POST files/rooms {"title":"Home","roomType":5,"tags":[],"quota":5000000000,"denyDownload":false}',
      'PUT files/rooms/77 {"title":"Home 2"}',
      'PUT files/rooms/77 {"quota":0,"denyDownload":true}',
      'DELETE files/rooms/77/tags {"names":["x"]}',
    ]);
  });
});
