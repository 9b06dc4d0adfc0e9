import { ensurePrimaryLink, linksOf, linkType, setLink } from '../model/links.ts';
import { fitsPolicy } from '../model/password.ts';
import { subjectType } from '../model/records.ts';
import { requireRoomProper } from '../model/rooms.ts';
import { may } from '../model/security.ts';
import { readStored } from '../model/stored-settings.ts';
import { access, choice, flag, guid, integer, record, text } from '../wire/body.ts';
import { readPortalDate } from '../wire/dates.ts';
import { idParameter } from '../wire/parameters.ts';
import { badArgument, ValidationProblem } from '../wire/portal-error.ts';
import { readChoice } from '../wire/query.ts';
import { writeLink } from '../wire/share-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, put } from './route.ts';

const maxPageOfLinks = 100;

// Neither `primary` nor anything else is read; a missing linkType means an invitation link.
const LinkRequest = record({
  linkId: guid().nullish(),
  linkType: choice({ Invitation: linkType.invitation, External: linkType.external }).default(linkType.invitation),
  access: access(),
  title: text(255),
  expirationDate: text(),
  password: text(255),
  denyDownload: flag(),
  internal: flag(),
  maxUseCount: integer()
    .refine((count) => count >= 1 && count <= 1000, 'The field must be between 1 and 1000.')
    .nullish(),
});

function putLink(request: ApiRequest): unknown {
  const { linkId, maxUseCount, expirationDate, password, ...change } = request.body(LinkRequest);
  const room = requireRoomProper(request.portal.state, idParameter(request.params));
  if (password !== undefined && password !== '') requirePassword(request, password);
  const row = setLink(request.portal, request.caller, {
    room,
    change: {
      ...change,
      linkId: linkId ?? undefined,
      maxUseCount: maxUseCount ?? undefined,
      expirationDate: readExpiration(request, expirationDate),
      password: password === '' ? undefined : password,
    },
  });
  return row && writeLink(request, room, row);
}

/** Throws 400 for a password that the portal's policy refuses. */
export function requirePassword(request: ApiRequest, password: string): void {
  if (!fitsPolicy(password, readStored(request.portal, 'password')))
    throw badArgument('The password does not meet the requirements');
}

/** The end of a link. Throws the vendor's 400 for what is no date. */
export function readExpiration(request: ApiRequest, source: string | undefined): string | undefined {
  if (source === undefined || source === '') return undefined;
  const instant = readPortalDate(source, request.portal.state.settings.timezoneOffsetMinutes);
  if (instant === undefined)
    throw new ValidationProblem({ '$.expirationDate': ['The JSON value could not be converted.'] });
  return instant;
}

function readPrimaryLink(request: ApiRequest): unknown {
  const room = requireRoomProper(request.portal.state, idParameter(request.params));
  return writeLink(request, room, ensurePrimaryLink(request.portal, request.caller, room));
}

function readLinks(request: ApiRequest): unknown {
  const { state } = request.portal;
  const room = requireRoomProper(state, idParameter(request.params));
  if (!may(state, request.caller, { action: 'ReadLinks', entry: room })) return [];
  const type = readChoice(request.query, 'type', { Invitation: linkType.invitation, External: linkType.external });
  return linksOf(state, room.id)
    .filter(
      (row) =>
        type === undefined || (row.subjectType === subjectType.invitationLink) === (type === linkType.invitation),
    )
    .slice(0, maxPageOfLinks)
    .map((row) => writeLink(request, room, row));
}

/** Links of rooms. Reading the primary link creates a missing one, so it is a write. */
export const routes: readonly ApiRoute[] = [
  put('files/rooms/:id{[0-9]+}/links', 'setRoomLink', putLink),
  get('files/rooms/:id{[0-9]+}/links', 'getRoomLinks', readLinks),
  { ...get('files/rooms/:id{[0-9]+}/link', 'getRoomsPrimaryExternalLink', readPrimaryLink), effect: 'write' },
];
