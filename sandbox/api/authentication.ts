import { randomBytes } from 'node:crypto';
import { isPassword } from '../model/password.ts';
import { findByEmail } from '../model/people.ts';
import { employeeStatus } from '../model/records.ts';
import type { State } from '../model/state.ts';
import { readStored } from '../model/stored-settings.ts';
import { record, text } from '../wire/body.ts';
import * as z from 'zod';
import { PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post } from './route.ts';

const Login = record({ userName: text(), password: text(), passwordHash: text(), session: z.boolean().nullish() });
const sessionDays = 365;
const cookieName = 'asc_auth_key';

/** When logins for an e-mail failed, in ms: by state, so that a portal that starts over has forgotten them. */
const failures = new WeakMap<State, Map<string, number[]>>();

function logIn(request: ApiRequest): unknown {
  const { userName = '', password, passwordHash, session } = request.body(Login);
  const { state, clock } = request.portal;
  requirePatience(request, userName);
  const account = findByEmail(state, userName);
  if (account?.status !== employeeStatus.active || !isPassword(account.password, { password, passwordHash })) {
    noteFailure(request, userName);
    throw new PortalError('credentials', 'User authentication failed');
  }
  const token = randomBytes(48).toString('base64url');
  state.sessions.set(token, account.id);
  const expires = new Date(clock.now().getTime() + sessionDays * 86_400_000);
  const lasting = session === true ? '' : `; expires=${expires.toUTCString()}`;
  request.setHeader('Set-Cookie', `${cookieName}=${token}; path=/; httponly${lasting}`);
  return { token, expires: expires.toISOString() };
}

// Too many failures for one e-mail are a 403, whatever is sent then (DocSpace server, BruteForceLoginManager.cs).
function requirePatience(request: ApiRequest, userName: string): void {
  const { attemptCount, checkPeriod, blockTime } = readStored(request.portal, 'login');
  const since = request.portal.clock.now().getTime() - Math.max(checkPeriod, blockTime) * 1000;
  const recent = failuresOf(request, userName).filter((at) => at > since);
  if (recent.length >= attemptCount) throw new PortalError('too-many-logins', 'Too many login attempts');
}

function noteFailure(request: ApiRequest, userName: string): void {
  failuresOf(request, userName).push(request.portal.clock.now().getTime());
}

function failuresOf({ portal }: ApiRequest, userName: string): number[] {
  const ofPortal = failures.get(portal.state) ?? new Map<string, number[]>();
  failures.set(portal.state, ofPortal);
  const known = ofPortal.get(userName.toLowerCase()) ?? [];
  ofPortal.set(userName.toLowerCase(), known);
  return known;
}

// Nobody has a second factor here, so no code is ever the right one.
function logInByCode(request: ApiRequest): never {
  request.body(Login);
  throw new PortalError('credentials', 'User authentication failed');
}

function logOut(request: ApiRequest): unknown {
  if (request.token !== undefined) request.portal.state.sessions.delete(request.token);
  request.setHeader('Set-Cookie', `${cookieName}=; path=/; httponly; expires=Thu, 01 Jan 1970 00:00:00 GMT`);
  return undefined;
}

const open = { access: 'anonymous', scope: 'skip' } as const;

/** Login by an e-mail with its password, or with the hash that GET settings says how to make. */
export const routes: readonly ApiRoute[] = [
  { ...post('authentication', 'authenticateMe', logIn), ...open },
  {
    ...get('authentication', 'getIsAuthentificated', ({ portal, caller }) => portal.state.accounts.has(caller.id)),
    ...open,
  },
  { ...post('authentication/logout', 'logout', logOut), ...open },
  { ...post('authentication/:code{[0-9]+}', 'authenticateMeFromBodyWithCode', logInByCode), ...open },
];
