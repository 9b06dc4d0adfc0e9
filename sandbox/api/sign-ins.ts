import { createHash } from 'node:crypto';
import { displayName } from '../model/people.ts';
import type { Account } from '../model/records.ts';
import { isPortalAdmin } from '../model/security.ts';
import { guid } from '../wire/body.ts';
import { writePortalDate } from '../wire/dates.ts';
import { denied } from '../wire/portal-error.ts';
import { readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, put } from './route.ts';

interface Session {
  token: string;
  account: Account;
}

function sessions({ portal }: ApiRequest): Session[] {
  return [...portal.state.sessions].flatMap(([token, accountId]) => {
    const account = portal.state.accounts.get(accountId);
    return account ? [{ token, account }] : [];
  });
}

function sessionsOf(request: ApiRequest, accountId: string): Session[] {
  return sessions(request).filter(({ account }) => account.id === accountId);
}

// The number of a sign-in, which says nothing about its token.
function eventIdOf(token: string): number {
  return createHash('sha256').update(token).digest().readUInt32BE() % 2 ** 31;
}

const machine = { ip: '127.0.0.1', browser: 'Unknown', platform: 'Unknown', page: '' };

// ActiveConnectionsDto of the caller. Sign-ins are kept without their time, so the one shown is that of the request.
function listConnections(request: ApiRequest): unknown {
  const { portal, caller, token } = request;
  const date = writePortalDate(portal.timestamp(), portal.state.settings.timezoneOffsetMinutes);
  const items = sessionsOf(request, caller.id).map((session) => ({
    id: eventIdOf(session.token),
    tenantId: 1,
    userId: caller.id,
    mobile: false,
    ...machine,
    date,
  }));
  return { items, loginEvent: token === undefined ? 0 : eventIdOf(token) };
}

function end(request: ApiRequest, ended: readonly Session[]): void {
  for (const { token } of ended) request.portal.state.sessions.delete(token);
}

function endOne(request: ApiRequest): boolean {
  const id = Number(request.params['loginEventId']);
  const ended = sessionsOf(request, request.caller.id).filter(({ token }) => eventIdOf(token) === id);
  end(request, ended);
  return ended.length > 0;
}

function endOthers(request: ApiRequest): string {
  end(
    request,
    sessionsOf(request, request.caller.id).filter(({ token }) => token !== request.token),
  );
  return displayName(request.caller);
}

function endAndChangePassword(request: ApiRequest): string {
  end(request, sessionsOf(request, request.caller.id));
  return `${request.origin}/confirm/PasswordChange?email=${encodeURIComponent(request.caller.email)}`;
}

function endAllOf(request: ApiRequest): unknown {
  const id = guid().parse(request.params['userId']);
  if (id !== request.caller.id && !isPortalAdmin(request.caller)) throw denied();
  end(request, sessionsOf(request, id));
  return undefined;
}

const byPassword = { key: 'LoginSuccess', id: 1000, text: 'Successful Login' };
const byKey = { key: 'LoginSuccessViaApi', id: 1010, text: 'Successful Login via API' };

// LoginEventDto: who is signed in, and whose keys were used.
function listLogins(request: ApiRequest) {
  if (!isPortalAdmin(request.caller)) throw denied();
  const { portal } = request;
  const { accounts, keys } = portal.state;
  const signedIn = sessions(request).map(({ account }) => ({ account, date: portal.timestamp(), action: byPassword }));
  const used = [...keys.values()].flatMap(({ ownerId, lastUsed }) => {
    const account = accounts.get(ownerId);
    return account && lastUsed !== undefined ? [{ account, date: lastUsed, action: byKey }] : [];
  });
  const offset = portal.state.settings.timezoneOffsetMinutes;
  return [...signedIn, ...used]
    .toSorted((one, other) => other.date.localeCompare(one.date))
    .map(({ account, date, action }, index) => ({
      id: index + 1,
      date: writePortalDate(date, offset),
      user: displayName(account),
      userId: account.id,
      login: account.email,
      action: action.text,
      actionId: action.id,
      ...machine,
    }));
}

function filterLogins(request: ApiRequest): unknown {
  const { count, startIndex } = readPaging(request.query);
  const wanted = readText(request.query, 'userId');
  const all = listLogins(request).filter(({ userId }) => wanted === undefined || userId === wanted);
  request.setTotal(all.length);
  return all.slice(startIndex, startIndex + count);
}

const path = 'security/activeconnections';

/** Who is signed in, and the end of it. */
export const routes: readonly ApiRoute[] = [
  get(path, 'getAllActiveConnections', listConnections),
  put(`${path}/logoutallexceptthis`, 'logOutAllExceptThisConnection', endOthers),
  put(`${path}/logoutallchangepassword`, 'logOutAllActiveConnectionsChangePassword', endAndChangePassword),
  put(`${path}/logoutall/:userId`, 'logOutAllActiveConnectionsForUser', endAllOf),
  put(`${path}/logout/:loginEventId{[0-9]+}`, 'logOutActiveConnection', endOne),
  get('security/audit/login/last', 'getLastLoginEvents', listLogins),
  get('security/audit/login/filter', 'getLoginEventsByFilter', filterLogins),
];
