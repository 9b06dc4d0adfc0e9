import { AppError } from '../base/errors.ts';
import type { FileInfo } from '../docspace/entry.ts';
import type { Portal } from '../docspace/portal.ts';
import type { KeptItem } from '../plan/facts.ts';

interface UndoContext {
  readonly portal: Portal;
  readonly roomId: number;
}

/** What became of one thing: gone, or left with the reason. */
export type Undone = { readonly summary: string } | { readonly left: string };

/**
 * Takes one thing out of a room that a run put there, unless somebody relies on it: a file that was changed, a folder that is not empty.
 * What is gone already is gone. Idempotent.
 */
export async function undoItem({ item, portalId }: KeptItem, context: UndoContext): Promise<Undone> {
  const [kind = ''] = item.split(':', 1);
  const name = item.slice(kind.length + 1);
  switch (kind) {
    case 'member':
      return undoMember(name, context);
    case 'tag':
      await context.portal.removeTags(context.roomId, [name]);
      return { summary: `tag ${name} removed` };
    case 'link':
      return undoLink(name, portalId, context);
    case 'file':
      return undoFile(name, Number(portalId), context);
    case 'folder':
      return undoFolder(name, Number(portalId), context);
    default:
      return { left: `${item} is of a kind that is not known` };
  }
}

async function undoMember(name: string, { portal, roomId }: UndoContext): Promise<Undone> {
  const members = await portal.members(roomId);
  const member = members.find(({ id, email }) => id === name || email?.toLowerCase() === name.toLowerCase());
  if (!member) return { summary: `${name} was out already` };
  if (member.isOwner) return { left: `${member.name} owns the room` };
  await portal.removeAccess(roomId, [member.id]);
  return { summary: `access of ${member.name} removed` };
}

async function undoLink(name: string, id: string, { portal, roomId }: UndoContext): Promise<Undone> {
  const link = (await portal.links(roomId)).find((one) => one.id === id);
  if (!link) return { summary: `link ${name} was gone already` };
  const renewed = await portal.removeLink(roomId, link);
  return { summary: renewed ? `link ${name} has a new address` : `link ${name} removed` };
}

async function undoFile(path: string, id: number, { portal }: UndoContext): Promise<Undone> {
  const file: FileInfo | undefined = await portal.file(id).catch(undefinedWhenGone);
  if (!file) return { summary: `file ${path} was gone already` };
  const self = await portal.self();
  if (file.version > 1 || (file.updatedById !== undefined && file.updatedById !== self.id)) {
    return { left: `file ${path} was changed since, and stays` };
  }
  await portal.deleteFile(id).catch(undefinedWhenGone);
  return { summary: `file ${path} removed` };
}

async function undoFolder(path: string, id: number, { portal }: UndoContext): Promise<Undone> {
  const folder = await portal.folder(id).catch(undefinedWhenGone);
  if (!folder) return { summary: `folder ${path} was gone already` };
  if (folder.files.length + folder.folders.length > 0) return { left: `folder ${path} is not empty, and stays` };
  await portal.deleteFolder(id).catch(undefinedWhenGone);
  return { summary: `folder ${path} removed` };
}

/** The portal answers 404 for what is gone, and 403 for what lies in somebody's trash. */
function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof AppError && (error.kind === 'not-found' || error.kind === 'forbidden')) return undefined;
  throw error;
}
