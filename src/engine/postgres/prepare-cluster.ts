import { realpath } from 'node:fs/promises';
import { AppError } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import { type Account, chooseAccount, findClosedFolder, isRoot, ownerOf } from './account.ts';
import { type Binaries, findBinaries, majorOf } from './binaries.ts';
import { createCluster } from './create-cluster.ts';
import type { DataFiles } from './data-files.ts';
import { makePassword, readPassword } from './database-password.ts';
import { locateCluster, type Place } from './locate-cluster.ts';
import { makePublicFolder, makeReachable } from './reachable-binaries.ts';
import type { ServerSetup } from './server.ts';
import { writeWhole } from './text-file.ts';

interface PreparedCluster {
  readonly setup: ServerSetup;
  readonly password: Secret;
  /** Sentences for the operator. */
  readonly notes: readonly string[];
}

/** Finds the database of a data directory, or makes it, and what it runs with. The caller holds the lock. */
export async function prepareCluster(files: DataFiles): Promise<PreparedCluster> {
  const chosen = isRoot() ? await chooseAccount() : undefined;
  const place = await locateCluster(files, chosen);
  const found = await findBinaries();
  const account = chosen && (place.version === undefined ? chosen : await ownerOf(place.directory));
  await requireUsable(place, found, account);
  const binaries = account ? await makeReachable(found, account) : found;
  const password =
    place.version === undefined ? await makeCluster({ files, place, binaries, account }) : await readPassword(files);
  const cluster = await realpath(place.directory);
  return { setup: { binaries, account, cluster }, password, notes: notesOn(files, place) };
}

interface Making {
  readonly files: DataFiles;
  readonly place: Place;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

async function makeCluster({ files, place: { directory }, binaries, account }: Making): Promise<Secret> {
  const isElsewhere = directory !== files.cluster;
  if (isElsewhere) await makePublicFolder();
  const password = await makePassword(files);
  await createCluster({ directory, password, binaries, account });
  if (isElsewhere) await writeWhole(files.location, directory, 0o644);
  return password;
}

async function requireUsable({ directory, version }: Place, binaries: Binaries, account?: Account): Promise<void> {
  if (version === undefined) return;
  if (version !== majorOf(binaries)) {
    throw new AppError(
      'invalid-config',
      `The database ${directory} is of PostgreSQL ${version}; this version of Concierge brings PostgreSQL ${majorOf(binaries)}.`,
      {
        hint: 'Start the version of Concierge that made it, or move its contents by pg_dump to a server named by DATABASE_URL.',
      },
    );
  }
  const closed = account && (await findClosedFolder(directory, account));
  if (closed === undefined) return;
  throw new AppError(
    'invalid-config',
    `The database ${directory} belongs to user id ${account?.uid ?? ''}, who may not enter ${closed}.`,
    { hint: `Open the way (chmod o+x ${closed}) or start as the account that the database belongs to.` },
  );
}

function notesOn(files: DataFiles, { directory }: Place): string[] {
  if (directory === files.cluster) return [];
  return [
    `The database of ${files.directory} is kept in ${directory} (${files.location} says so): PostgreSQL does not run as root, ` +
      'and the account that it runs as may not enter that folder.',
  ];
}
