import * as z from 'zod';
import { type Entry, EntryReply, type FileInfo, FileReply } from './entry.ts';
import { pageSize, readAllPages } from './paging.ts';
import type { Send } from './portal-call.ts';
import { entryId, ownEntry } from './wire.ts';

interface FolderContents {
  readonly folders: readonly Entry[];
  readonly files: readonly Entry[];
}

export interface ContentReads {
  /**
   * What is directly in a folder or a room, without what is on third-party storages. Neither filtered, which would search the folders below
   * as well, nor sorted, which the portal would keep as a preference (DocSpace server, FileStorageService.cs).
   */
  folder(id: number): Promise<FolderContents>;
  /** The folder "My documents" of our account. Throws `not-found` or `forbidden` for an account without one, such as a guest's. */
  myFolderId(): Promise<number>;
  /** A file. Throws `not-found`, and `forbidden` for one that our account may not read. */
  file(id: number): Promise<FileInfo>;
}

export interface ContentWrites {
  /**
   * Makes a folder; its title is what the portal made of the given one. Not idempotent: titles need not be unique. Throws `forbidden` for
   * a parent that does not exist, is archived, or that our account may not fill.
   */
  createFolder(parentId: number, title: string): Promise<Entry>;
  /**
   * Copies a file under a title, which needs an extension: with another one than the source's the portal converts, or keeps the old bytes
   * (DocSpace server, FilesControllerHelper.cs). Not idempotent. Throws `not-found` for the source and `forbidden` for the folder.
   */
  copyFileAs(fileId: number, target: { readonly folderId: number; readonly title: string }): Promise<FileInfo>;
  /**
   * Makes a text file. The portal appends `.txt`, or `.html` when the content looks like a page: keep `<` out of it. A title that is taken
   * gets a number (DocSpace server, FilesControllerHelper.cs). Not idempotent.
   */
  createTextFile(folderId: number, file: { readonly title: string; readonly content: string }): Promise<FileInfo>;
  /**
   * Moves a file to the trash. The portal does it after it has answered: list the folder to know. Throws `not-found` for one that is gone
   * already, and `forbidden` for one that our account may not delete.
   */
  deleteFile(id: number): Promise<void>;
  /** Moves a folder with everything in it to the trash, as for a file. */
  deleteFolder(id: number): Promise<void>;
}

const FolderPage = z.object({
  folders: z.array(ownEntry(EntryReply)).default([]),
  files: z.array(ownEntry(EntryReply)).default([]),
  total: z.int().optional(),
});

export function createContentReads(send: Send): ContentReads {
  return {
    async folder(id) {
      const entries = await readAllPages(async (startIndex) => {
        const { answer } = await send({
          method: 'GET',
          template: 'files/{id}',
          ids: { id },
          query: { startIndex, count: pageSize },
          effect: 'read',
          intent: `list folder ${id}`,
          answer: FolderPage,
        });
        const folders = answer.folders.map((entry) => ({ kind: 'folder', entry }) as const);
        const files = answer.files.map((entry) => ({ kind: 'file', entry }) as const);
        return { items: [...folders, ...files], total: answer.total };
      });
      const of = (kind: 'folder' | 'file') =>
        entries.flatMap((item) => (item.kind === kind && item.entry !== undefined ? [item.entry] : []));
      return { folders: of('folder'), files: of('file') };
    },
    async myFolderId() {
      const { answer } = await send({
        method: 'GET',
        template: 'files/@my',
        query: { count: 1 },
        effect: 'read',
        intent: 'find the folder of the account of the API key',
        answer: z.object({ current: z.object({ id: entryId }) }),
      });
      return answer.current.id;
    },
    async file(id) {
      const template = 'files/file/{id}';
      const intent = `read file ${id}`;
      return (await send({ method: 'GET', template, ids: { id }, effect: 'read', intent, answer: FileReply })).answer;
    },
  };
}

export function createContentWrites(send: Send): ContentWrites {
  return {
    deleteFile: (id) => deleteEntry(send, 'file', id),
    deleteFolder: (id) => deleteEntry(send, 'folder', id),
    async createFolder(parentId, title) {
      const { answer } = await send({
        method: 'POST',
        template: 'files/folder/{id}',
        ids: { id: parentId },
        body: { title },
        effect: 'write',
        intent: `create folder "${title}" in ${parentId}`,
        answer: EntryReply,
        refusalHint,
      });
      return answer;
    },
    async copyFileAs(fileId, { folderId, title }) {
      const { answer } = await send({
        method: 'POST',
        template: 'files/file/{id}/copyas',
        ids: { id: fileId },
        body: { destTitle: title, destFolderId: folderId },
        effect: 'write',
        intent: `copy file ${fileId} to folder ${folderId}`,
        answer: FileReply,
        refusalHint,
      });
      return answer;
    },
    async createTextFile(folderId, { title, content }) {
      const { answer } = await send({
        method: 'POST',
        template: 'files/{id}/text',
        ids: { id: folderId },
        // `createNewIfExist` stays away: on this call it means the opposite of its name.
        body: { title, content },
        effect: 'write',
        intent: `create text file "${title}" in folder ${folderId}`,
        answer: FileReply,
        refusalHint,
      });
      return answer;
    },
  };
}

async function deleteEntry(send: Send, kind: 'file' | 'folder', id: number): Promise<void> {
  await send({
    method: 'DELETE',
    template: `files/${kind}/{id}`,
    ids: { id },
    body: { deleteAfter: false, immediately: false },
    effect: 'write',
    intent: `delete ${kind} ${id}`,
    answer: z.unknown(),
    refusalHint,
  });
}

const refusalHint =
  'The account of the API key must be owner, room manager or content creator there, and the room must not be archived.';
