import type { Account, ApiKey } from '../model/records.ts';
import { employeeStatus } from '../model/records.ts';
import { isPassword } from '../model/password.ts';
import { findByEmail } from '../model/people.ts';
import { putKey, type State } from '../model/state.ts';
import type { Portal } from '../portal.ts';

export interface Credentials {
  authorization: string | undefined;
  cookie: string | undefined;
}

/** Who a request comes from, and through what. */
export interface Identity {
  account: Account;
  key: ApiKey | undefined;
  /** The login token of a session. */
  token: string | undefined;
}

/** Who a request comes from. `undefined`: not recognised, which is a 401 without a body. */
export function authenticate(portal: Portal, credentials: Credentials): Identity | undefined {
  const header = credentials.authorization;
  // Only this exact beginning makes it a key; a raw "sk-…" is read as a login token (DocSpace server, BaseStartup.cs).
  if (header?.startsWith('Bearer sk-')) return authenticateKey(portal, header.slice('Bearer '.length));
  if (header?.startsWith('Basic ')) return authenticateBasic(portal.state, header.slice('Basic '.length));
  const token = header === undefined ? readCookie(credentials.cookie) : header.replace(/^Bearer /, '');
  const account = activeAccount(portal.state, portal.state.sessions.get(token ?? ''));
  return account && { account, key: undefined, token };
}

function authenticateBasic(state: State, value: string): Identity | undefined {
  const [, email = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  const account = activeAccount(state, findByEmail(state, email)?.id);
  if (!account || !isPassword(account.password, { password })) return undefined;
  return { account, key: undefined, token: undefined };
}

function authenticateKey(portal: Portal, value: string): Identity | undefined {
  const { state } = portal;
  const known = state.keys.get(state.indexes.keyByValue.get(value) ?? '');
  if (!known?.isActive) return undefined;
  if (known.expiresAt !== undefined && Date.parse(known.expiresAt) <= portal.clock.now().getTime()) return undefined;
  const account = activeAccount(state, known.ownerId);
  if (!account) return undefined;
  return { account, key: noteUse(portal, known), token: undefined };
}

// Once a second is as exact as its reader needs it, and spares a write for each call.
function noteUse(portal: Portal, key: ApiKey): ApiKey {
  const now = portal.timestamp();
  if (key.lastUsed?.slice(0, 19) === now.slice(0, 19)) return key;
  const used = { ...key, lastUsed: now };
  putKey(portal.state, used);
  return used;
}

function activeAccount(state: State, id: string | undefined): Account | undefined {
  const account = state.accounts.get(id ?? '');
  return account?.status === employeeStatus.active ? account : undefined;
}

function readCookie(cookie: string | undefined): string | undefined {
  return /(?:^|;\s*)asc_auth_key=([^;]+)/.exec(cookie ?? '')?.[1];
}
