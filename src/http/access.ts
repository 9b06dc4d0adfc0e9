import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import type { AccessRecords, Identity, PassRecord } from './access-records.ts';

const minute = 60_000;
const loginCodeLife = 5 * minute;
const sessionLife = 12 * 60 * minute;
const secretBytes = 32;

/** A session just opened; `secret` is what the browser keeps. */
export interface Session {
  readonly secret: Secret;
  readonly identity: Identity;
  readonly expiresAt: Date;
}

/**
 * Who may come in. Tokens, sessions and login codes are 32 random bytes and stored as hashes, so a stolen database opens nothing.
 * A session lives 12 hours whatever becomes of the token that opened it.
 */
export interface Access {
  /**
   * Makes the first admin token where no token exists and none is given from outside. This is the only time that it can be read;
   * undefined when there is one already.
   */
  createFirstToken(): Promise<Secret | undefined>;
  /** Who a bearer token belongs to; undefined for an unknown one. */
  identifyToken(token: string): Promise<Identity | undefined>;
  /** Makes a code that opens one admin session within 5 minutes. */
  createLoginCode(): Promise<Secret>;
  /** Opens a session for a login code and spends the code; undefined for one that is unknown, spent or expired. */
  redeemLoginCode(code: string): Promise<Session | undefined>;
  /** Opens a session for a token; undefined for an unknown one. */
  signIn(token: string): Promise<Session | undefined>;
  /** Who a session belongs to; undefined for an unknown, ended or expired one. */
  identifySession(secret: string): Promise<Identity | undefined>;
  signOut(secret: string): Promise<void>;
  /** Makes a token. This is the only time that it can be read. Errors: `conflict` for a name that is taken. */
  createToken(token: NewToken): Promise<Secret>;
  /** All tokens by what people know of them. */
  listTokens(): Promise<readonly TokenView[]>;
  /** Takes a token back. Errors: `not-found`. */
  revokeToken(name: string): Promise<void>;
}

export interface NewToken extends Identity {
  readonly expiresInDays?: number | undefined;
}

export interface TokenView extends Identity {
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly expiresAt?: string;
}

interface AccessOptions {
  readonly now: () => Date;
  /** That many unpredictable bytes. */
  readonly random: (size: number) => Buffer;
  /** An admin token given from outside (the setting `API_TOKEN`); it is never stored. */
  readonly apiToken?: Secret | undefined;
}

export function createAccess(records: AccessRecords, { now, random, apiToken }: AccessOptions): Access {
  const outsideHash = apiToken === undefined ? undefined : hash(apiToken.reveal());

  const makeSecret = (prefix = ''): Secret => new Secret(prefix + random(secretBytes).toString('base64url'));
  const inTime = (pass: PassRecord | undefined): PassRecord | undefined =>
    pass && pass.expiresAt > now() ? pass : undefined;

  async function openSession(identity: Identity): Promise<Session> {
    const secret = makeSecret();
    const expiresAt = new Date(now().getTime() + sessionLife);
    await records.insertSession({ hash: hash(secret.reveal()), ...identity, expiresAt });
    return { secret, identity, expiresAt };
  }

  async function identifyToken(token: string): Promise<Identity | undefined> {
    const tokenHash = hash(token);
    if (outsideHash !== undefined && isSameHash(tokenHash, outsideHash)) return { name: 'API_TOKEN', role: 'admin' };
    const known = await records.findTokenByHash(tokenHash);
    return known?.expiresAt && known.expiresAt <= now() ? undefined : pickIdentity(known);
  }

  const keeper = createTokenKeeper(records, { now, makeSecret });

  return {
    identifyToken,
    async createFirstToken() {
      if (outsideHash !== undefined || (await records.countTokens()) > 0) return undefined;
      return keeper.createToken({ name: 'first admin token', role: 'admin' });
    },
    async createLoginCode() {
      const code = makeSecret();
      const expiresAt = new Date(now().getTime() + loginCodeLife);
      await records.insertLoginCode({ hash: hash(code.reveal()), name: 'one-time address', role: 'admin', expiresAt });
      return code;
    },
    async redeemLoginCode(code) {
      const taken = pickIdentity(inTime(await records.takeLoginCode(hash(code))));
      return taken && openSession(taken);
    },
    async signIn(token) {
      const identity = await identifyToken(token);
      return identity && openSession(identity);
    },
    async identifySession(secret) {
      return pickIdentity(inTime(await records.findSession(hash(secret))));
    },
    signOut: (secret) => records.deleteSession(hash(secret)),
    ...keeper,
  };
}

const day = 24 * 60 * minute;

function createTokenKeeper(
  records: AccessRecords,
  { now, makeSecret }: { readonly now: () => Date; readonly makeSecret: (prefix: string) => Secret },
): Pick<Access, 'createToken' | 'listTokens' | 'revokeToken'> {
  return {
    async createToken({ expiresInDays, ...identity }) {
      if ((await records.listTokens()).some(({ name }) => name === identity.name)) {
        throw new AppError('conflict', `There is a token "${identity.name}" already.`, {
          hint: 'Give it another name.',
        });
      }
      const token = makeSecret('ct_');
      const createdAt = now();
      const expiry =
        expiresInDays === undefined ? {} : { expiresAt: new Date(createdAt.getTime() + expiresInDays * day) };
      await records.insertToken({ hash: hash(token.reveal()), ...identity, createdAt, ...expiry });
      return token;
    },
    async listTokens() {
      return (await records.listTokens()).map(({ hash: _, createdAt, expiresAt, ...identity }) => ({
        ...identity,
        createdAt: createdAt.toISOString(),
        ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      }));
    },
    async revokeToken(name) {
      if (await records.deleteToken(name)) return;
      throw new AppError('not-found', `There is no token "${name}".`, { hint: 'List them: concierge token list' });
    },
  };
}

function pickIdentity(record: Identity | undefined): Identity | undefined {
  if (!record) return undefined;
  const { name, role, blueprints } = record;
  return { name, role, ...(blueprints ? { blueprints } : {}) };
}

/** Plain SHA-256 is enough: what is hashed is random and long, so there is no list of likely values to try. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
