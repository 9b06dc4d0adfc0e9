import { randomBytes } from 'node:crypto';
import { employeeStatus } from '../model/records.ts';
import { findByEmail } from '../model/people.ts';
import { record, text } from '../wire/body.ts';
import { PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post } from './route.ts';

const Login = record({ userName: text(), password: text(), passwordHash: text() });
const sessionDays = 365;

function logIn(request: ApiRequest): unknown {
  const { userName = '', password, passwordHash } = request.body(Login);
  const { state, clock } = request.portal;
  const account = findByEmail(state, userName);
  const given = password ?? passwordHash;
  if (account?.status !== employeeStatus.active || given === undefined || account.password !== given) {
    throw new PortalError('credentials', 'User authentication failed');
  }
  const token = randomBytes(48).toString('base64url');
  state.sessions.set(token, account.id);
  const expires = new Date(clock.now().getTime() + sessionDays * 86_400_000).toISOString();
  return { token, expires };
}

function logOut(request: ApiRequest): unknown {
  const { sessions } = request.portal.state;
  for (const [token, accountId] of sessions) if (accountId === request.caller.id) sessions.delete(token);
  return undefined;
}

const open = { access: 'anonymous', scope: 'skip' } as const;

/** Login by password. A password hash is compared as it is: the sandbox stores whatever it was given. */
export const routes: readonly ApiRoute[] = [
  { ...post('authentication', 'authenticateMe', logIn), ...open },
  {
    ...get('authentication', 'getIsAuthentificated', ({ portal, caller }) => portal.state.accounts.has(caller.id)),
    ...open,
  },
  { ...post('authentication/logout', 'logout', logOut), scope: 'skip' },
];
