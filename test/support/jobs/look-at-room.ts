import * as z from 'zod';
import type { TestRun } from '../installation.ts';
import type { TestMailServer } from '../smtp.ts';
import type { TestPortal } from '../test-portal.ts';

const Members = z.array(
  z.object({
    access: z.int(),
    isOwner: z.boolean().default(false),
    sharedTo: z.object({ id: z.string(), isVisitor: z.boolean().default(false) }),
  }),
);
const Folder = z.object({
  files: z.array(z.object({ title: z.string() })),
  folders: z.array(z.object({ id: z.int(), title: z.string() })),
});
const Links = z.array(z.looseObject({ access: z.int() }));

/** Who is in a room besides its owner: a level each, guests without their name. */
export async function membersOf(roomId: number, portal: TestPortal): Promise<readonly string[]> {
  const members = Members.parse(await portal.asOwner(`GET files/rooms/${roomId}/share`));
  return members
    .filter(({ isOwner }) => !isOwner)
    .map(({ sharedTo, access }) => `${sharedTo.isVisitor ? 'guest' : sharedTo.id} ${access}`)
    .toSorted();
}

/** Everything below a folder, each with its path. */
export async function contentsOf(folderId: number, portal: TestPortal): Promise<string[]> {
  const { files, folders } = Folder.parse(await portal.asOwner(`GET files/${folderId}`));
  const inner = await Promise.all(
    folders.map(async ({ id, title }) => [title, ...(await contentsOf(id, portal)).map((one) => `${title}/${one}`)]),
  );
  return [...files.map(({ title }) => title), ...inner.flat()].toSorted();
}

/** What a person would see of the room that a run made. Fails when there is not one of its title. */
export async function lookAtRoom(title: string, run: TestRun, portal: TestPortal) {
  const rooms = await portal.rooms(title);
  const roomId = run.room?.id ?? 0;
  if (rooms.length !== 1 || rooms[0]?.id !== roomId) {
    throw new Error(
      `run ${JSON.stringify(run)} made room ${roomId}; of the title "${title}" there are ${JSON.stringify(rooms)}`,
    );
  }
  const links = await portal.asOwner(`GET files/rooms/${roomId}/links`);
  return {
    state: run.state,
    contents: await contentsOf(roomId, portal),
    members: await membersOf(roomId, portal),
    links: Links.parse(links ?? []).map(({ access }) => access),
  };
}

/** Fails unless somebody was written to once, or a second time with the same message id, as after a kill. */
export function expectOneMail(to: string, mails: TestMailServer['mails']): void {
  const sent = mails.filter(({ envelope }) => envelope.to.includes(to));
  const ids = new Set(sent.map(({ message }) => message.messageId));
  if (sent.length < 1 || sent.length > 2 || ids.size !== 1) {
    throw new Error(`${to} was sent ${sent.length} mails with ${ids.size} message ids`);
  }
}
