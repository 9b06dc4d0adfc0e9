import type { Portal } from '../../docspace/portal.ts';
import type { CloseOutRecords } from '../records.ts';
import { type Guest, guestsOf, type LinkToRemove } from './decide.ts';

/** What was removed, and what could not be. Plain JSON, no address of a link in it. */
export interface Removed {
  readonly guests: readonly Guest[];
  readonly links: readonly string[];
  readonly remains: readonly string[];
}

interface Parts {
  readonly portal: Portal;
  readonly closeOuts: Pick<CloseOutRecords, 'recordRenewed'>;
}

/** Somebody may join while others are being removed; more often than this is a fight. */
const mostRounds = 3;

/** Removes guests in one call and reads back who is left; who joined meanwhile goes too, also where nobody was there before. */
export async function removeGuests(roomId: number, guests: readonly Guest[], portal: Portal): Promise<Removed> {
  const removed: Guest[] = [];
  const remains: string[] = [];
  let due = guests.length > 0 ? guests : guestsOf(await portal.members(roomId));
  for (let round = 0; round < mostRounds && due.length > 0; round++) {
    const { error } = await portal.removeAccess(
      roomId,
      due.map(({ id }) => id),
    );
    // Somebody who holds a role in a form keeps everybody of the call in: each by themselves, then.
    const stuck = error ? await removeOneByOne(roomId, due, portal) : [];
    remains.push(...stuck.map(({ name }) => `${name} fills in a form there, and can only be removed by a person`));
    const left = guestsOf(await portal.members(roomId));
    removed.push(...due.filter(({ id }) => !left.some((guest) => guest.id === id)));
    due = left.filter(({ id }) => !stuck.some((guest) => guest.id === id));
  }
  return { guests: removed, links: [], remains: [...remains, ...due.map(({ name }) => `${name} is still there`)] };
}

async function removeOneByOne(roomId: number, guests: readonly Guest[], portal: Portal): Promise<readonly Guest[]> {
  const stuck: Guest[] = [];
  for (const guest of guests) {
    const { error } = await portal.removeAccess(roomId, [guest.id]);
    if (error) stuck.push(guest);
  }
  return stuck;
}

/**
 * Removes links, all at once. The primary link of a public or form-filling room the portal replaces by one with another address: that is
 * recorded, named, and never counts again. After doubt the links are listed first, so that none is renewed twice.
 */
export async function removeLinks(
  roomId: number,
  { links, isDoubtful }: { readonly links: readonly LinkToRemove[]; readonly isDoubtful: boolean },
  { portal, closeOuts }: Parts,
): Promise<readonly string[]> {
  const there = isDoubtful ? await portal.links(roomId) : undefined;
  const names = await Promise.all(
    links.map(async (link): Promise<string> => {
      if (there && !there.some(({ id }) => id === link.id)) {
        const successor = link.primary ? there.find(({ primary }) => primary) : undefined;
        if (successor) await closeOuts.recordRenewed(roomId, successor.id);
        return successor ? `${link.name} (its address is dead; the portal made a new one)` : link.name;
      }
      const renewed = await portal.removeLink(roomId, link);
      if (!renewed) return link.name;
      await closeOuts.recordRenewed(roomId, renewed.id);
      return `${link.name} (its address is dead; the portal made a new one)`;
    }),
  );
  return names;
}
