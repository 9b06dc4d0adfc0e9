import { AppError } from '../base/errors.ts';
import type { DesiredLink } from '../blueprint/desired-room.ts';
import { possibleLevels } from '../docspace/vocabulary/role-table.ts';
import type { RoomType } from '../docspace/vocabulary/words.ts';
import { describeLink } from './describe-parts.ts';
import { resolveExpiry, type Times } from './expiry.ts';
import type { ObservedLink, ObservedRoom } from './facts.ts';
import type { Action, PlannedLink } from './plan.ts';

interface Question extends Times {
  readonly roomType: RoomType;
  readonly observed: ObservedRoom | undefined;
  readonly after: readonly string[];
}

interface Outcome {
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
}

/** The links that are missing or otherwise than named. Of a password only whether there is one can be told. */
export function planLinks(links: readonly DesiredLink[], question: Question): Outcome {
  const { observed, after, roomType } = question;
  const actions: Action[] = [];
  const notes: string[] = [];
  for (const wanted of links) {
    const link = resolveLink(wanted, question);
    if (!possibleLevels(roomType, link.kind).includes(link.level)) throw impossible(link, roomType);
    const found = observed?.links.find((one) => nameOf(one) === link.name);
    if (found && isSame(link, found)) notes.push(`${describeLink(link)} is there`);
    else
      actions.push({ kind: 'set-link', id: `link ${link.name}`, after, link, ...(found ? { linkId: found.id } : {}) });
  }
  return { actions, notes };
}

/** The name under which a link of the portal is found again. */
export function nameOf({ kind, primary, title }: Pick<ObservedLink, 'kind' | 'primary' | 'title'>): string {
  if (kind === 'invitation') return 'invitation';
  return primary ? 'primary' : title;
}

function resolveLink({ at: _, expires, ...link }: DesiredLink, times: Times): PlannedLink {
  const expiresAt = resolveExpiry(expires, [`link:${link.name}`], times);
  return { ...link, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function isSame(link: PlannedLink, found: ObservedLink): boolean {
  const second = (time: string | undefined): number => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1_000));
  return (
    link.level === found.level &&
    (link.expiresAt === undefined || second(link.expiresAt) === second(found.expiresAt)) &&
    (link.password === undefined || found.hasPassword) &&
    (link.denyDownload === undefined || link.denyDownload === found.denyDownload) &&
    (link.maxUses === undefined || link.maxUses === found.maxUses)
  );
}

function impossible({ kind, level }: PlannedLink, roomType: RoomType): AppError {
  const possible = possibleLevels(roomType, kind);
  const message =
    possible.length === 0
      ? `A ${roomType} room cannot have an ${kind} link.`
      : `An ${kind} link cannot be ${level} in a ${roomType} room.`;
  return new AppError('invalid-blueprint', message, {
    hint:
      possible.length === 0
        ? 'External links are possible in custom, public and form-filling rooms.'
        : `Possible there: ${possible.join(', ')}.`,
  });
}
