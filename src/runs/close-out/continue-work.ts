import { type CloseOutFacts, guestsOf, type LinkToRemove, linksOf, type Work } from './decide.ts';

/**
 * What is to be done where an earlier attempt began and did not come to its end: all that it was to remove, since it may have removed it
 * without having told anybody, and what came since. Owner, members and levels stay those of before its first write. Pure.
 */
export function continueWork(begun: Work, facts: CloseOutFacts): Work {
  const { room, members, throughGroups } = facts;
  const guests = begun.removesGuests ? guestsOf(members) : [];
  const came = guests.filter(({ id }) => !begun.guests.some((guest) => guest.id === id));
  return {
    ...begun,
    archived: begun.archived || room.archived,
    guests: [...begun.guests, ...came],
    links: [...begun.links, ...(begun.removesLinks ? linksSince(begun, facts) : [])],
    remains: begun.removesGuests ? throughGroups : [],
  };
}

/** A primary link that stands where one was to be removed is what the portal made in its place, or what we are about to remove. */
function linksSince(begun: Work, facts: CloseOutFacts): readonly LinkToRemove[] {
  const hadPrimary = begun.links.some(({ primary }) => primary);
  return linksOf(facts).filter(
    ({ id, primary }) => !(primary && hadPrimary) && !begun.links.some((link) => link.id === id),
  );
}

/** Whether everything of it is done already: the room lies in the Archive as it should, and only has to be told of. */
export function isCarriedOut(work: Work, facts: CloseOutFacts): boolean {
  const { room, members } = facts;
  const own = members.find(({ id, isOwner }) => id === work.selfId && !isOwner)?.level;
  const isGivenBack = !work.borrow || (room.ownerId === work.stored.ownerId && own === work.stored.ownLevel);
  const guests = work.removesGuests ? guestsOf(members) : [];
  const links = work.removesLinks ? linksOf(facts) : [];
  const areLinksSeen = !work.linksUnknown || facts.isWithoutLinks;
  return room.archived && isGivenBack && areLinksSeen && guests.length + links.length === 0;
}
