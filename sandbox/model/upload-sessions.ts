import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { createFolder, overwriteFile } from './entries.ts';
import { publishEntry } from './events.ts';
import { putUpload, readContent, storeContent } from './library.ts';
import type { Account, File, UploadSession } from './records.ts';
import { requireSpace } from './room-space.ts';
import { subfolders } from './sections.ts';
import { may } from './security.ts';
import { storeUpload } from './store-upload.ts';

const hours = 60 * 60 * 1000;
const lifetimeMs = 12 * hours;

export type NewUploadSession = Pick<
  UploadSession,
  'folderId' | 'fileId' | 'fileName' | 'fileSize' | 'createNewIfExist'
>;

/** Opens a session for an upload in parts. Throws 402 when the file will not fit. */
export function openUpload(portal: Portal, actor: Account, fields: NewUploadSession): UploadSession {
  const { library } = portal.state;
  const now = portal.clock.now().getTime();
  for (const session of [...library.uploads.values()]) {
    if (Date.parse(session.expired) <= now) putUpload(library, session.id, undefined);
  }
  requireSpace(portal.state, fields.folderId, fields.fileSize);
  const session: UploadSession = {
    ...fields,
    id: randomUUID().replaceAll('-', ''),
    accountId: actor.id,
    created: new Date(now).toISOString(),
    expired: new Date(now + lifetimeMs).toISOString(),
    chunks: [],
  };
  putUpload(library, session.id, session);
  return session;
}

/** The folder that a relative path leads to; its folders are made when they are not there yet. */
export function openPath(
  portal: Portal,
  actor: Account,
  { folderId, path }: { folderId: number; path: string },
): number {
  const steps = path.split(/[\\/]/).filter((step) => step.trim() !== '');
  return steps.reduce((parentId, title) => {
    const known = subfolders(portal.state, parentId).find((folder) => folder.title === title);
    return (known ?? createFolder(portal, actor, { parentId, title })).id;
  }, folderId);
}

/** A session that is neither over nor too old. Throws 404 otherwise. */
export function requireUpload(portal: Portal, id: string): UploadSession {
  const session = portal.state.library.uploads.get(id);
  if (!session || Date.parse(session.expired) <= portal.clock.now().getTime())
    throw notFound('The upload session was not found');
  return session;
}

/** Takes a part. Parts may come in any order and at once; one that comes again takes its own place. Without a number it is the next one. */
export function addChunk(
  portal: Portal,
  { id, bytes, number }: { id: string; bytes: Uint8Array; number?: number | undefined },
): UploadSession {
  const session = requireUpload(portal, id);
  const place = number ?? Math.max(0, ...session.chunks.map((chunk) => chunk.number)) + 1;
  const chunk = { number: place, ...storeContent(portal.state.library, bytes) };
  const changed = { ...session, chunks: [...session.chunks.filter((it) => it.number !== place), chunk] };
  putUpload(portal.state.library, id, changed);
  return changed;
}

/** How many bytes a session has. */
export function uploadedBytes({ chunks }: UploadSession): number {
  return chunks.reduce((sum, chunk) => sum + chunk.size, 0);
}

/**
 * Makes the file of a session and ends it; publishes `file.uploaded`. Throws 404 for a session, or its place, that is gone, and
 * 403 where the actor may not put it any more.
 */
export function finishUpload(portal: Portal, actor: Account, id: string): File {
  const session = requireUpload(portal, id);
  const { library } = portal.state;
  requirePlace(portal, actor, session);
  const parts = session.chunks.toSorted((left, right) => left.number - right.number);
  const bytes = Buffer.concat(parts.map((part) => readContent(library, part)));
  requireSpace(portal.state, session.folderId, bytes.length);
  const file = storeSession(portal, actor, { session, bytes });
  putUpload(library, id, undefined);
  publishEntry(portal, { trigger: 'file.uploaded', actor }, file);
  return file;
}

// What may be put where may have changed since the session began: an archived room takes nothing.
function requirePlace(portal: Portal, actor: Account, { fileId, folderId }: UploadSession): void {
  const entry = fileId === undefined ? portal.state.folders.get(folderId) : portal.state.files.get(fileId);
  if (!entry) throw notFound();
  if (!may(portal.state, actor, { action: fileId === undefined ? 'Create' : 'Edit', entry })) throw denied();
}

function storeSession(
  portal: Portal,
  actor: Account,
  { session, bytes }: { session: UploadSession; bytes: Uint8Array },
): File {
  const content = storeContent(portal.state.library, bytes);
  const { fileId, folderId, fileName, createNewIfExist } = session;
  if (fileId === undefined)
    return storeUpload(portal, actor, { parentId: folderId, title: fileName, content, createNewIfExist });
  const file = portal.state.files.get(fileId);
  if (!file) throw notFound('The required file was not found');
  return overwriteFile(portal, actor, { file, content });
}
