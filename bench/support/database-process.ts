import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The database server of a data directory, if it runs. */
export function findDatabase(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

/** Ends the server of a data directory that is going to be removed: it writes nothing more. */
export async function killDatabase(dataDir: string): Promise<void> {
  for (let pid = findDatabase(dataDir); pid !== undefined; pid = findDatabase(dataDir)) {
    process.kill(pid, 'SIGQUIT');
    await sleep(50);
  }
}
