import { AppError } from '../base/errors.ts';
import type { Portal } from '../docspace/portal.ts';
import type { EndAccess } from '../plan/plan.ts';

/** What became of it: the person is out, or left in with the reason. Plain JSON, kept in the journal. */
export type Ended = { readonly summary: string } | { readonly left: string };

interface EndContext {
  readonly portal: Portal;
  /** Whether it may have been done before without our knowing: then it is looked for before it is done. */
  readonly isDoubtful: boolean;
}

/**
 * Takes a person out of a room. The reply does not show who is gone, and the portal passes over whom our account may not see with a 200:
 * so the room's list is read. A refusal of this room is named and stops no other one.
 * Errors: as `Portal.removeAccess` and `Portal.members`, but for `forbidden` and `not-found`.
 */
export async function endAccess(action: EndAccess, context: EndContext): Promise<Ended> {
  try {
    return await remove(action, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { room, person } = action;
    const where = nameRoom(room);
    if (error.kind === 'not-found') return { summary: `${where} is gone` };
    if (error.kind === 'forbidden') return { left: `${where}: ${person.name} is still in it: ${error.message}` };
    throw error;
  }
}

function nameRoom({ id, title }: EndAccess['room']): string {
  return `room "${title}" (${id})`;
}

async function remove({ room, person }: EndAccess, { portal, isDoubtful }: EndContext): Promise<Ended> {
  const where = nameRoom(room);
  const findMember = async () =>
    (await portal.members(room.id)).find(({ subject, id }) => subject === 'user' && id === person.id);
  if (isDoubtful) {
    const member = await findMember();
    if (!member) return { summary: `${person.name} is out of ${where}` };
    if (member.isOwner) return { left: `${where}: owned by ${person.name} by now; pass it on in the portal` };
  }
  const { error } = await portal.removeAccess(room.id, [person.id]);
  if (error) return { left: `${where}: ${person.name} fills in a form there, and can only be removed by a person` };
  const member = await findMember();
  if (!member) return { summary: `${person.name} is out of ${where}` };
  return { left: `${where}: the portal left ${person.name} in it` };
}
