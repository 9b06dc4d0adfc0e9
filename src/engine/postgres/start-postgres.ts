import { realpath } from 'node:fs/promises';
import type { Log } from '../../base/log.ts';
import { makeFolder } from '../../base/make-folder.ts';
import type { Secret } from '../../base/secret.ts';
import { connectionStringOf } from './connection.ts';
import { dataFilesOf } from './data-files.ts';
import { explainFailure } from './explain-failure.ts';
import { leaveServer } from './leave-server.ts';
import { prepareCluster } from './prepare-cluster.ts';
import { reachServer } from './reach-server.ts';
import { withFileLock } from './with-file-lock.ts';

interface PostgresOptions {
  /** Made when it does not exist. */
  readonly dataDir: string;
  readonly log: Log;
  /** For tests: nothing waits for the disk, and a failure of the machine destroys what is there. */
  readonly isThrowaway?: boolean;
}

export interface RunningPostgres {
  /** Database and user `concierge`, on loopback. Names this process as the client: keep its `application_name`. */
  readonly connectionString: Secret;
  /** Whether the server was already there, left by a process that died or used by another. */
  readonly adopted: boolean;
  /** Where the database really is. */
  readonly directory: string;
  /** Sentences that the operator should see at each start. */
  readonly notes: readonly string[];
  /**
   * Ends this process's use. Stops the server unless another process, or anybody's client, is connected to it; the last one who leaves stops
   * it, whoever started it. Close your own connections first. Calling it again waits for the same.
   */
  stop(): Promise<void>;
}

/**
 * Sees to it that the PostgreSQL of a data directory runs, and makes it on the first call. A server that is already there is adopted; one that
 * died is started again, on the same port where that is free. The server outlives this process.
 *
 * Guarantees: processes that call at once get the same server; whatever is killed at whatever moment, the next call repairs it; nothing that
 * exists is made anew.
 *
 * @throws AppError `invalid-config` when the operator must mend something first, `unavailable` when another try may help.
 */
export async function startPostgres({ dataDir, log, isThrowaway = false }: PostgresOptions): Promise<RunningPostgres> {
  try {
    makeFolder(dataDir);
    const files = dataFilesOf(await realpath(dataDir));
    return await withFileLock(files.lock, async () => {
      const { password, notes, ...prepared } = await prepareCluster(files);
      const setup = { ...prepared.setup, isThrowaway };
      const { server, presence, adopted } = await reachServer({ setup, files, password });
      const { cluster: directory } = setup;
      log.info(adopted ? 'embedded postgres adopted' : 'embedded postgres started', {
        pid: server.pid,
        port: server.port,
        directory,
      });
      let stopping: Promise<void> | undefined;
      const leave = (): Promise<void> => withFileLock(files.lock, () => leaveServer({ setup, presence, log }));
      return {
        connectionString: connectionStringOf({ port: server.port, password }),
        adopted,
        directory,
        notes,
        stop: () => (stopping ??= leave()),
      };
    });
  } catch (error) {
    throw await explainFailure(error, dataDir);
  }
}
