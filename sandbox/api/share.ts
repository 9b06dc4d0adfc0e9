import * as z from 'zod';
import { takeInvitations } from '../model/invitation-limit.ts';
import { linksOf } from '../model/links.ts';
import { type Account, employeeStatus, type Share, subjectType } from '../model/records.ts';
import { requireRoom, requireRoomProper } from '../model/rooms.ts';
import type { Room } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { setRoomAccess } from '../model/sharing.ts';
import { fileShare } from '../model/vendor-numbers.ts';
import { access, flag, guid, list, record, text } from '../wire/body.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied } from '../wire/portal-error.ts';
import { readChoice, readPaging, readText } from '../wire/query.ts';
import { writeLink, writeMember, writeOwner } from '../wire/share-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put } from './route.ts';

const email = z.email('The Email field is not a valid e-mail address.').max(255);
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

// `entries`, `isGroup`, `subjectType` of the published samples are no names here, so they are ignored like any other.
const Invitations = record({
  invitations: list(record({ id: optional(guid()), email: optional(email), access: access() })),
  notify: flag(),
  message: text(),
  culture: text(),
  force: flag(),
});

function setShare(request: ApiRequest): unknown {
  const { invitations, force } = request.body(Invitations);
  takeInvitations(request.portal, invitations.filter((invitation) => invitation.email !== undefined).length);
  // Not even the room is looked at then.
  if (invitations.length === 0) return { error: 0 };
  const room = requireRoom(request.portal.state, idParameter(request.params));
  const { ids, warnings, error } = setRoomAccess(request.portal, request.caller, { room, invitations, force });
  if (error !== 0) return { error };
  return {
    members: ids.map((id) => writeCurrent(request, room, id)).filter((member) => member !== undefined),
    warning: warnings.length > 0 ? warnings.join('\n') : undefined,
    error: 0,
  };
}

const Resending = record({ usersIds: list(guid()), resendAll: flag() });

// No mail is sent here at all, so what the server skips silently makes no difference.
function resendInvitations(request: ApiRequest): unknown {
  request.body(Resending);
  const room = requireRoomProper(request.portal.state, idParameter(request.params));
  if (!may(request.portal.state, request.caller, { action: 'EditAccess', entry: room })) throw denied();
  return undefined;
}

function writeCurrent(request: ApiRequest, room: Room, id: string): unknown {
  const { state } = request.portal;
  const owner = id === room.createdBy ? state.accounts.get(id) : undefined;
  if (owner) return writeOwner(request, owner);
  const row = state.shares.get(room.id)?.find((share) => share.subjectId === id && share.link === undefined);
  return row && writeMember(request, room, row);
}

/** ShareFilterType of the vendor. */
const filters = {
  UserOrGroup: 0,
  InvitationLink: 1,
  ExternalLink: 2,
  AdditionalExternalLink: 4,
  PrimaryExternalLink: 8,
  Link: 15,
  User: 16,
  Group: 32,
} as const;

const linkTypesOf: Record<number, readonly number[]> = {
  [filters.InvitationLink]: [subjectType.invitationLink],
  [filters.ExternalLink]: [subjectType.externalLink, subjectType.primaryLink],
  [filters.AdditionalExternalLink]: [subjectType.externalLink],
  [filters.PrimaryExternalLink]: [subjectType.primaryLink],
  [filters.Link]: [subjectType.invitationLink, subjectType.externalLink, subjectType.primaryLink],
};

function readShare(request: ApiRequest): unknown {
  const { query, portal } = request;
  const { count, startIndex } = readPaging(query);
  const room = requireRoom(portal.state, idParameter(request.params));
  const filter = readChoice(query, 'filterType', filters) ?? filters.UserOrGroup;
  const linkTypes = linkTypesOf[filter];
  const found = linkTypes ? listLinks(request, room, linkTypes) : listMembers(request, room, filter);
  const page = found.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(found.length);
  return page.map((write) => write());
}

// Without the right to read links the list is empty, never refused.
function listLinks(request: ApiRequest, room: Room, types: readonly number[]): (() => unknown)[] {
  const { state } = request.portal;
  if (!may(state, request.caller, { action: 'ReadLinks', entry: room })) return [];
  const rows = linksOf(state, room.id).filter((row) => types.includes(row.subjectType));
  return rows.map((row) => () => writeLink(request, room, row));
}

function listMembers(request: ApiRequest, room: Room, filter: number): (() => unknown)[] {
  const { state } = request.portal;
  if (!may(state, request.caller, { action: 'Read', entry: room })) return [];
  const filterText = readText(request.query, 'filterValue')?.toLowerCase();
  const owner = filter === filters.Group ? undefined : state.accounts.get(room.createdBy);
  const rows = memberRows(request, room, filter).filter(
    (row) => filterText === undefined || nameOf(request, row).includes(filterText),
  );
  const members = rows.map((row) => () => writeMember(request, room, row));
  const isOwnerWanted = owner && (filterText === undefined || textOf(owner).includes(filterText));
  return isOwnerWanted ? [() => writeOwner(request, owner), ...members] : members;
}

function memberRows(request: ApiRequest, room: Room, filter: number): Share[] {
  const wanted: readonly number[] =
    filter === filters.User
      ? [subjectType.user]
      : filter === filters.Group
        ? [subjectType.group]
        : [subjectType.user, subjectType.group];
  return (request.portal.state.shares.get(room.id) ?? [])
    .filter((row) => wanted.includes(row.subjectType) && writeMember(request, room, row) !== undefined)
    .toSorted((left, right) => rankOf(request, left) - rankOf(request, right));
}

// Managers, groups, members, guests, people who have still to accept.
function rankOf(request: ApiRequest, row: Share): number {
  if (row.access === fileShare.RoomManager) return 0;
  if (row.subjectType === subjectType.group) return 1;
  const account = request.portal.state.accounts.get(row.subjectId);
  if (account?.status === employeeStatus.pending) return 4;
  return account?.type === 'guest' ? 3 : 2;
}

function textOf({ firstName, lastName, email: address }: Account): string {
  return `${firstName} ${lastName} ${address}`.toLowerCase();
}

function nameOf(request: ApiRequest, row: Share): string {
  const { accounts, groups } = request.portal.state;
  const account = accounts.get(row.subjectId);
  if (account) return textOf(account);
  return groups.get(row.subjectId)?.name.toLowerCase() ?? '';
}

/** Members of rooms. */
export const routes: readonly ApiRoute[] = [
  put('files/rooms/:id{[0-9]+}/share', 'setRoomSecurity', setShare),
  post('files/rooms/:id{[0-9]+}/resend', 'resendEmailInvitations', resendInvitations),
  get('files/rooms/:id{[0-9]+}/share', 'getRoomSecurityInfo', readShare),
];
