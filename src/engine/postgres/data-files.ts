import { join } from 'node:path';

/** What the launcher keeps in a data directory. */
export interface DataFiles {
  readonly directory: string;
  /** The database itself, unless `location` says that it is elsewhere. */
  readonly cluster: string;
  /** Holds the path of a database that is kept elsewhere. */
  readonly location: string;
  readonly password: string;
  /** The port of the last start: kept, so that addresses in use stay right when the server has to be started again. */
  readonly port: string;
  readonly log: string;
  /** Held while a process starts, adopts or stops the server. */
  readonly lock: string;
}

export function dataFilesOf(directory: string): DataFiles {
  const file = (ending: string): string => join(directory, `postgres${ending}`);
  return {
    directory,
    cluster: file(''),
    location: file('.location'),
    password: file('.password'),
    port: file('.port'),
    log: file('.log'),
    lock: file('.lock'),
  };
}
