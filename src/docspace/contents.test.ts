import { describe, expect, it } from 'vitest';
import { ada, answering, group, paging } from '../../test/contract/support/answering-portal.ts';
import { isRecord } from '../base/json.ts';

describe('contents', () => {
  const entry = (id: number | string) => ({
    id,
    title: `E${id}`,
    created: '2026-07-01T00:00:00Z',
    createdBy: { id: ada },
  });

  it('are listed to the last page, folders before files', async () => {
    const entries = Array.from({ length: 130 }, (_, index) => entry(index));
    await using server = await paging(entries, (page) => ({
      response: {
        folders: page.filter((item) => isRecord(item) && Number(item['id']) < 110),
        files: page.filter((item) => isRecord(item) && Number(item['id']) >= 110),
        total: 130,
      },
    }));
    const { folders, files } = await server.portal.folder(5);
    expect([folders.length, files.length]).toEqual([110, 20]);
    expect(files[0]).toEqual({ id: 110, title: 'E110', createdAt: '2026-07-01T00:00:00.000Z', createdById: ada });
    expect(server.lines()).toEqual(['GET files/5?startIndex=0&count=100', 'GET files/5?startIndex=100&count=100']);
  });

  it('tell who changed them when, and how often', async () => {
    const changed = { ...entry(9), updated: '2026-07-02T03:00:00.0000000+03:00', updatedBy: { id: group }, version: 3 };
    const folder = { ...entry(8), filesCount: 4, foldersCount: 2 };
    await using list = await answering({ folders: [folder], files: [changed], total: 2 });
    const change = { version: 3, createdById: ada, updatedAt: '2026-07-02T00:00:00.000Z', updatedById: group };
    const { folders, files } = await list.portal.folder(5);
    expect(folders).toMatchObject([{ id: 8, filesCount: 4, foldersCount: 2 }]);
    expect(folders[0]).not.toHaveProperty('version');
    expect(files).toMatchObject([{ id: 9, ...change }]);
    await using file = await answering({ ...changed, fileExst: '.docx' });
    expect(await file.portal.file(9)).toEqual({ id: 9, title: 'E9', extension: '.docx', ...change });
  });

  it('go to the trash, in a list of operations that may be about others', async () => {
    await using server = await answering([{ id: 'x', status: 0 }]);
    await server.portal.deleteFile(9);
    await server.portal.deleteFolder(8);
    expect(server.lines()).toEqual([
      'DELETE files/file/9 {"deleteAfter":false,"immediately":false}',
      'DELETE files/folder/8 {"deleteAfter":false,"immediately":false}',
    ]);
  });

  it('are made and copied with exactly the fields that the portal reads', async () => {
    await using server = await answering({ ...entry(9), fileExst: '.docx' });
    expect(await server.portal.createFolder(77, 'Documents')).toMatchObject({ id: 9 });
    expect(await server.portal.file(9)).toEqual({
      ...{ id: 9, title: 'E9', extension: '.docx' },
      ...{ version: 1, createdById: ada },
    });
    await server.portal.copyFileAs(9, { folderId: 77, title: 'Guide.docx' });
    await server.portal.createTextFile(77, { title: 'report', content: 'text' });
    expect(server.lines()).toEqual([
      'POST files/folder/77 {"title":"Documents"}',
      'GET files/file/9',
      'POST files/file/9/copyas {"destTitle":"Guide.docx","destFolderId":77}',
      'POST files/77/text {"title":"report","content":"text"}',
    ]);
  });
});
