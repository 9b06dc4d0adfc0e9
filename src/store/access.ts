import { sql, type Selectable } from 'kysely';
import type { AccessRecords, PassRecord, Role, TokenRecord } from '../http/access-records.ts';
import { AppError } from '../base/errors.ts';
import type { Database } from './open-store.ts';
import type { TokensTable } from './tables.ts';

/** Tokens, sessions and login codes: only their hashes are stored. */
export function createAccessRecords(db: Database): AccessRecords {
  return {
    async insertToken({ hash, name, role, createdAt, blueprints, expiresAt }) {
      const limits = { blueprints: blueprints ? [...blueprints] : null, expires_at: expiresAt ?? null };
      await db
        .insertInto('tokens')
        .values({ hash, name, role, created_at: createdAt, ...limits })
        .execute();
    },
    async findTokenByHash(hash) {
      const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row && readToken(row);
    },
    async listTokens() {
      return (await db.selectFrom('tokens').selectAll().orderBy('created_at').execute()).map(readToken);
    },
    async deleteToken(name) {
      const deleted = await db.deleteFrom('tokens').where('name', '=', name).executeTakeFirst();
      return deleted.numDeletedRows > 0n;
    },
    async countTokens() {
      const { tokens } = await db
        .selectFrom('tokens')
        .select((count) => count.fn.countAll<string>().as('tokens'))
        .executeTakeFirstOrThrow();
      return Number(tokens);
    },
    async insertSession(session) {
      await db
        .insertInto('sessions')
        .values({ ...passRow(session), blueprints: session.blueprints ? [...session.blueprints] : null })
        .execute();
    },
    async findSession(hash) {
      const row = await db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row && { ...readPass(row), ...readLimit(row) };
    },
    async deleteSession(hash) {
      await db.deleteFrom('sessions').where('hash', '=', hash).execute();
    },
    async insertLoginCode(code) {
      await db.insertInto('login_codes').values(passRow(code)).execute();
    },
    async takeLoginCode(hash) {
      const row = await db.deleteFrom('login_codes').where('hash', '=', hash).returningAll().executeTakeFirst();
      return row && readPass(row);
    },
  };
}

/** Forgets sessions and login codes whose time is over. Answers how many. */
export async function deleteExpired(db: Database): Promise<number> {
  const [sessions, codes] = await Promise.all([
    db
      .deleteFrom('sessions')
      .where('expires_at', '<', sql<Date>`now()`)
      .executeTakeFirst(),
    db
      .deleteFrom('login_codes')
      .where('expires_at', '<', sql<Date>`now()`)
      .executeTakeFirst(),
  ]);
  return Number(sessions.numDeletedRows + codes.numDeletedRows);
}

function passRow({ hash, name, role, expiresAt }: PassRecord) {
  return { hash, name, role, expires_at: expiresAt };
}

function readPass(row: { hash: string; name: string; role: string; expires_at: Date }): PassRecord {
  return { hash: row.hash, name: row.name, role: readRole(row.role), expiresAt: row.expires_at };
}

function readToken(row: Selectable<TokensTable>): TokenRecord {
  const { hash, name, created_at: createdAt, expires_at: expiresAt } = row;
  return { hash, name, role: readRole(row.role), createdAt, ...readLimit(row), ...(expiresAt ? { expiresAt } : {}) };
}

function readLimit({ blueprints }: { blueprints: string[] | null }): { readonly blueprints?: readonly string[] } {
  return blueprints === null ? {} : { blueprints };
}

function readRole(role: string): Role {
  if (role === 'viewer' || role === 'operator' || role === 'admin') return role;
  throw new AppError('defect', `The database holds the unknown role "${role}".`);
}
