import { InvalidArgumentError } from 'commander';

/** The number of a room from the number itself, or from the address that the portal shows it under. */
export function readRoom(text: string): number {
  const number = /^\d+$/.exec(text)?.[0] ?? numberIn(text);
  const room = Number(number);
  if (number !== undefined && Number.isSafeInteger(room) && room > 0) return room;
  throw new InvalidArgumentError("Give the room's number, or its address such as https://…/rooms/shared/123.");
}

/** `/rooms/shared/123/filter?folder=456` is within room 123; older addresses name the room as their folder alone. */
function numberIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { pathname, searchParams } = new URL(text);
  const folder = searchParams.get('folder') ?? '';
  const inPath = /\/rooms\/(?:[a-z]+\/)?(\d+)(?:\/|$)/.exec(pathname)?.[1];
  return inPath ?? (/\/rooms\//.test(pathname) && /^\d+$/.test(folder) ? folder : undefined);
}
