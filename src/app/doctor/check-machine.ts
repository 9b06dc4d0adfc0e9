import { statfs } from 'node:fs/promises';
import { reportError } from '../../base/errors.ts';
import type { Check } from '../../http/parts.ts';
import type { Core } from '../open-core.ts';

const mb = 1_000_000;
const leastFreeMb = 500;

/** Whether the database answers, which one it is and how large it has grown. */
export async function checkDatabase({ store, config }: Pick<Core, 'store' | 'config'>): Promise<Check> {
  const kind = config.databaseUrl ? 'the database of DATABASE_URL' : 'the embedded PostgreSQL';
  try {
    const { rows } = await store.pool.query<{ version: string; size: string }>(
      `select current_setting('server_version') as version, pg_database_size(current_database())::text as size`,
    );
    const { version = '', size = '0' } = rows[0] ?? {};
    const megabytes = Math.max(1, Math.round(Number(size) / mb));
    return { name: 'Database', state: 'good', text: `${kind} answers: version ${version}, ${megabytes} MB` };
  } catch (error) {
    const hint = config.databaseUrl
      ? 'See that the server of DATABASE_URL runs and lets this machine in.'
      : 'Stop what else uses DATA_DIR, and run it again; the log of the database lies there too.';
    return { name: 'Database', state: 'bad', text: `${kind} does not answer: ${reportError(error).message}`, hint };
  }
}

/** Room on the disk that the embedded database grows on; nothing where the database is elsewhere. */
export async function checkDisk({ config }: Pick<Core, 'config'>): Promise<readonly Check[]> {
  if (config.databaseUrl) return [];
  try {
    const { bavail, bsize } = await statfs(config.dataDir);
    const freeMb = Math.floor((bavail * bsize) / mb);
    const text = `${freeMb >= 10_000 ? `${Math.floor(freeMb / 1_000)} GB` : `${freeMb} MB`} free in DATA_DIR`;
    if (freeMb >= leastFreeMb) return [{ name: 'Disk', state: 'good', text }];
    return [{ name: 'Disk', state: 'bad', text, hint: 'Make room, or set DATA_DIR to a larger disk.' }];
  } catch (error) {
    const text = `DATA_DIR cannot be looked at: ${reportError(error).message}`;
    return [{ name: 'Disk', state: 'attention', text, hint: 'Let this account read the folder that DATA_DIR names.' }];
  }
}
