import { AppError } from '../../base/errors.ts';
import type { Member } from '../../docspace/member.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { RoomLink } from '../../docspace/room-link.ts';
import type { Room } from '../../docspace/room.ts';

/** A room as it is: everything that a blueprint could say of it. */
export interface RoomPicture {
  readonly room: Room;
  readonly contents: PicturedFolder;
  readonly members: readonly Member[];
  readonly links: readonly PicturedLink[];
}

/** Of a link everything but its address and password: nothing of them may reach a document. */
type PicturedLink = Pick<
  RoomLink,
  'kind' | 'level' | 'title' | 'primary' | 'denyDownload' | 'hasPassword' | 'expiresAt' | 'maxUseCount'
>;

export interface PicturedFolder {
  readonly title: string;
  readonly folders: readonly PicturedFolder[];
  readonly files: readonly { readonly id: number; readonly title: string }[];
}

type Reader = Pick<PortalReader, 'room' | 'members' | 'links' | 'folder'>;

/** A room with more folders than this is no model for other rooms. */
const mostFolders = 500;

/** Reads a room whole. Errors: `not-found`, `forbidden`, and `invalid-input` for a room that is too large to be a model. */
export async function readPicture(roomId: number, portal: Reader): Promise<RoomPicture> {
  const [room, members, links] = await Promise.all([portal.room(roomId), portal.members(roomId), portal.links(roomId)]);
  const counted = { folders: 0 };
  const contents = await readFolder({ id: roomId, title: room.title }, counted, portal);
  return { room, contents, members, links: links.map(withoutSecrets) };
}

async function readFolder(
  { id, title }: { readonly id: number; readonly title: string },
  counted: { folders: number },
  portal: Reader,
): Promise<PicturedFolder> {
  const found = await portal.folder(id);
  counted.folders += found.folders.length;
  if (counted.folders > mostFolders) {
    throw new AppError('invalid-input', `The room has more than ${mostFolders} folders.`, {
      hint: 'Make a room template of it in the portal, and write a blueprint with `from:`.',
    });
  }
  const folders = await Promise.all(found.folders.map((one) => readFolder(one, counted, portal)));
  return { title, folders, files: found.files.map((file) => ({ id: file.id, title: file.title })) };
}

function withoutSecrets({ kind, level, title, primary, ...link }: RoomLink): PicturedLink {
  const { denyDownload, hasPassword, expiresAt, maxUseCount } = link;
  return {
    ...{ kind, level, title, primary, denyDownload, hasPassword },
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(maxUseCount === undefined ? {} : { maxUseCount }),
  };
}
