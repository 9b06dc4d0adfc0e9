import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseJson } from '../../base/json.ts';
import { createLog } from '../../base/log.ts';
import { findClosedFolder, isRoot } from './account.ts';
import { findBinaries } from './binaries.ts';
import { readPostmaster } from './postmaster-file.ts';
import { isServerOf } from './process-info.ts';
import { publicFolder } from './reachable-binaries.ts';
import { type RunningPostgres, startPostgres } from './start-postgres.ts';

const log = createLog({ level: 'silent' });
const nobody = { uid: 65_534, gid: 65_534 };
const here = dirname(fileURLToPath(import.meta.url));

/** A data directory with a database that was made and stopped once: copying it is faster than making one for each test. */
let made: string;
/** Vitest types its matchers as `any`. */
function containing(text: string): unknown {
  return expect.stringContaining(text);
}

let root: string;
let dataDir: string;
let started: RunningPostgres[];
let children: ChildProcess[];
let folders: Set<string>;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'concierge-postgres-'));
  await chmod(made, 0o755);
  const running = await startPostgres({ dataDir: join(made, 'data'), log });
  await running.stop();
});

afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'concierge-postgres-'));
  await chmod(root, 0o755);
  dataDir = join(root, 'data');
  started = [];
  children = [];
  folders = new Set([join(dataDir, 'postgres')]);
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const running of started) await running.stop().catch(() => undefined);
  for (const folder of folders) await killServer(folder).catch(() => undefined);
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
  for (const folder of folders) {
    if (dirname(folder) === publicFolder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  await rmdir(publicFolder).catch(() => undefined);
});

async function start(directory = dataDir): Promise<RunningPostgres> {
  const running = await startPostgres({ dataDir: directory, log });
  started.push(running);
  folders.add(running.directory);
  return running;
}

/** Starts on a copy of the database that was made before. */
async function startMade(): Promise<RunningPostgres> {
  await copyMade();
  return start();
}

async function copyMade(): Promise<void> {
  await promisify(execFile)('cp', ['-a', join(made, 'data'), dataDir]);
}

async function killServer(cluster: string): Promise<void> {
  const server = await readPostmaster(cluster);
  if (server && (await isServerOf(server.pid, cluster))) process.kill(server.pid, 'SIGKILL');
}

async function isUp(cluster: string): Promise<boolean> {
  const server = await readPostmaster(cluster);
  return server !== undefined && (await isServerOf(server.pid, cluster));
}

async function query(running: { connectionString: RunningPostgres['connectionString'] }, text: string) {
  const client = new pg.Client({ connectionString: running.connectionString.reveal() });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** PostgreSQL itself sees through a lock that names a process of another account: only one of its own account is in the way. */
async function ownerIfRoot(cluster: string): Promise<{ cwd: string; uid?: number; gid?: number }> {
  const { uid, gid } = await stat(cluster);
  return isRoot() ? { cwd: '/', uid, gid } : { cwd: '/' };
}

async function replacePidInLock(cluster: string, pid: number): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/^\d+/, String(pid)));
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  return '';
}

/** A process that starts the database of `dataDir`, says so in a line, and stays until it is killed or told to stop. */
function spawnStarter(options: { uid?: number; gid?: number } = {}) {
  const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    const { startPostgres } = await import(${url('./start-postgres.ts')});
    const { createLog } = await import(${url('../../base/log.ts')});
    try {
      const running = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: createLog({ level: 'silent' }) });
      console.log(JSON.stringify({ adopted: running.adopted, url: running.connectionString.reveal() }));
      process.stdin.on('data', () => running.stop().then(() => process.exit(0)));
    } catch (error) {
      console.log(JSON.stringify({ kind: error.kind, message: error.message }));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    ...options,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const answer = firstLine(child.stdout).then(parseJson);
  return { child, answer };
}

async function end(child: ChildProcess, how: () => unknown): Promise<void> {
  const exited = once(child, 'exit');
  how();
  await exited;
}

describe('a first start', () => {
  it('makes a database that is open to the password alone, on loopback alone', async () => {
    const running = await start();
    expect(running).toMatchObject({ adopted: false, directory: join(dataDir, 'postgres'), notes: [] });
    const [row] = await query(
      running,
      `select current_database() as name, current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
       current_setting('unix_socket_directories') as sockets, current_setting('server_encoding') as encoding`,
    );
    expect(row).toEqual({ name: 'concierge', listens: '127.0.0.1', fsync: 'on', sockets: '', encoding: 'UTF8' });
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(running.connectionString.reveal());
    wrong.password = 'wrong';
    await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('removes what a killed initdb has left, and leaves nothing half-made itself', async () => {
    await mkdir(join(dataDir, 'postgres.new-abc', 'cluster'), { recursive: true });
    await start();
    expect((await readdir(dataDir)).toSorted()).toEqual([
      'postgres',
      'postgres.log',
      'postgres.password',
      'postgres.port',
    ]);
  });

  it('can be killed at any moment of making the database', async () => {
    const isMaking = async (): Promise<boolean> =>
      (await readdir(dataDir).catch(() => [])).some((name) => name.includes('.new-'));
    for (const afterMs of [0, 200]) {
      const { child } = spawnStarter();
      await expect.poll(isMaking, { interval: 5 }).toBe(true);
      await sleep(afterMs);
      await end(child, () => child.kill('SIGKILL'));
    }
    const running = await start();
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.includes('.new-'))).toEqual([]);
  });
});

describe('a later start', () => {
  it('finds what was stored, at the same address', async () => {
    const first = await startMade();
    await query(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isUp(first.directory)).toBe(false);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(second.connectionString.reveal()).toBe(first.connectionString.reveal());
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes another port when its own is taken', async () => {
    const first = await startMade();
    await first.stop();
    const port = Number(new URL(first.connectionString.reveal()).port);
    const intruder = createServer().listen(port, '127.0.0.1');
    await once(intruder, 'listening');
    try {
      const second = await start();
      expect(new URL(second.connectionString.reveal()).port).not.toBe(String(port));
      expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      intruder.close();
    }
  });

  it('adopts the server of a process that was killed', async () => {
    await copyMade();
    const { child, answer } = spawnStarter();
    expect(await answer).toMatchObject({ adopted: false });
    await end(child, () => child.kill('SIGKILL'));
    const running = await start();
    expect(running.adopted).toBe(true);
    expect(await answer).toMatchObject({
      url: containing(new URL(running.connectionString.reveal()).port),
    });
    await running.stop();
    expect(await isUp(running.directory)).toBe(false);
  });

  it('brings a killed server back with all that was committed, at the same address', async () => {
    const first = await startMade();
    await query(first, 'create table kept as select 42 as answer');
    await killServer(first.directory);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(second.connectionString.reveal()).toBe(first.connectionString.reveal());
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('is not kept out by a lock that names a process of somebody else', async () => {
    const first = await startMade();
    await killServer(first.directory);
    const foreign = spawn('sleep', ['60'], await ownerIfRoot(first.directory));
    children.push(foreign);
    await replacePidInLock(first.directory, foreign.pid ?? 0);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(foreign.exitCode ?? foreign.signalCode).toBeNull();
  });

  it.runIf(process.platform === 'linux')(
    'is not kept out by a lock that names a process that nobody has buried',
    async () => {
      const first = await startMade();
      await killServer(first.directory);
      // The shell becomes a program that never looks after the child that the shell had begun; the child waits for that,
      // since the shell itself would bury it.
      const parent = spawn('sh', ['-c', '(until grep -q sleep /proc/$$/comm; do :; done) & echo $!; exec sleep 60'], {
        ...(await ownerIfRoot(first.directory)),
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      children.push(parent);
      const zombie = await firstLine(parent.stdout);
      await expect.poll(() => readFile(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z ');
      await replacePidInLock(first.directory, Number(zombie));
      expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    },
  );

  it('is not kept out by an empty lock', async () => {
    const first = await startMade();
    await first.stop();
    await writeFile(join(first.directory, 'postmaster.pid'), '', { mode: 0o600 });
    const { uid, gid } = await stat(first.directory);
    await chown(join(first.directory, 'postmaster.pid'), uid, gid);
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('several processes', () => {
  it('that start at once get one server', async () => {
    const starters = [spawnStarter(), spawnStarter(), spawnStarter()];
    const answers = await Promise.all(starters.map(({ answer }) => answer));
    expect(answers.filter((answer) => JSON.stringify(answer).includes('"adopted":false'))).toHaveLength(1);
    const own = await start();
    expect(own.adopted).toBe(true);
    const port = new URL(own.connectionString.reveal()).port;
    for (const answer of answers) expect(answer).toMatchObject({ url: containing(`:${port}/`) });
  });

  it('keep the server until the last one leaves', async () => {
    await copyMade();
    const { child, answer } = spawnStarter();
    await answer;
    const own = await start();
    await end(child, () => child.stdin.write('stop\n'));
    expect(await query(own, 'select 1 as one')).toEqual([{ one: 1 }]);
    await own.stop();
    expect(await isUp(own.directory)).toBe(false);
  });

  it('do not lose the server to one that leaves while a client is connected', async () => {
    const own = await startMade();
    const url = new URL(own.connectionString.reveal());
    url.searchParams.set('application_name', 'psql');
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await own.stop();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await (await start()).stop();
    expect(await isUp(own.directory)).toBe(false);
  });

  it('in one program do not stop it under each other', async () => {
    await copyMade();
    const [first, second] = await Promise.all([start(), start()]);
    await first.stop();
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('what the operator must mend', () => {
  async function makeThenStop(): Promise<string> {
    const running = await startMade();
    await running.stop();
    return running.directory;
  }

  it('is said of a database of another major version', async () => {
    await writeFile(join(await makeThenStop(), 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing('is of PostgreSQL 17; this version of Concierge brings PostgreSQL 18'),
    });
  });

  it('is said of a password that is gone or wrong', async () => {
    await makeThenStop();
    await writeFile(join(dataDir, 'postgres.password'), 'wrong');
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing('refuses'),
    });
    await rm(join(dataDir, 'postgres.password'));
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing('missing'),
    });
  });

  it('is said of a data directory that is a file', async () => {
    await writeFile(dataDir, '');
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing('cannot be used'),
    });
  });

  it('is said of a folder that is no database', async () => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing('is not a PostgreSQL database'),
    });
  });

  it("is said in PostgreSQL's own words when it does not start", async () => {
    await writeFile(join(await makeThenStop(), 'postgresql.conf'), 'work_mem = plenty\n');
    await expect(start()).rejects.toMatchObject({
      kind: 'unavailable',
      message: containing('configuration file'),
    });
  });
});

describe.runIf(isRoot())('as root', () => {
  it('runs the server as another account', async () => {
    const running = await startMade();
    expect((await stat(running.directory)).uid).not.toBe(0);
  });

  it('keeps the database elsewhere when the account may not enter the data directory, and finds it again', async () => {
    await chmod(root, 0o700);
    const first = await start();
    expect(dirname(first.directory)).toBe(publicFolder);
    expect((await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim()).toBe(first.directory);
    expect(first.notes).toEqual([containing(`is kept in ${first.directory}`)]);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    await query(first, 'create table kept as select 42 as answer');
    await first.stop();

    await chmod(root, 0o755);
    const second = await start();
    expect(second).toMatchObject({ directory: first.directory, notes: first.notes });
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();

    // A new database of a data directory that was deleted leaves the old one alone.
    await chmod(root, 0o700);
    await rm(dataDir, { recursive: true });
    const third = await start();
    expect(third.directory).toBe(`${first.directory}-2`);
    expect(existsSync(join(first.directory, 'PG_VERSION'))).toBe(true);
  });

  it('makes nothing new when the database that is kept elsewhere has vanished', async () => {
    await chmod(root, 0o700);
    const first = await start();
    await first.stop();
    await rm(first.directory, { recursive: true });
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing(`The database is not in ${first.directory}`),
    });
    expect(existsSync(first.directory)).toBe(false);
  });

  it('says which folder to open when a database has become unreachable', async () => {
    const first = await startMade();
    await first.stop();
    await chmod(root, 0o700);
    await expect(start()).rejects.toMatchObject({
      kind: 'invalid-config',
      message: containing(`may not enter ${root}`),
    });
  });
});

const mayRunAsNobody =
  isRoot() &&
  (
    await Promise.all(
      [here, dirname(process.execPath), (await findBinaries()).directory].map((folder) =>
        findClosedFolder(folder, nobody),
      ),
    )
  ).every((closed) => closed === undefined);

describe.runIf(mayRunAsNobody)('as an ordinary user', () => {
  it('starts, and is adopted by root with the same owner', async () => {
    await mkdir(dataDir);
    await chown(dataDir, nobody.uid, nobody.gid);
    const { child, answer } = spawnStarter(nobody);
    expect(await answer).toMatchObject({ adopted: false });
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody.uid);
    await end(child, () => child.kill('SIGKILL'));
    const running = await start();
    expect(running.adopted).toBe(true);
    await running.stop();
    const again = spawnStarter(nobody);
    expect(await again.answer).toMatchObject({ adopted: false });
    await end(again.child, () => again.child.stdin.write('stop\n'));
    expect(await isUp(running.directory)).toBe(false);
  });

  it('is told of a data directory that is not writable', async () => {
    const { answer } = spawnStarter(nobody);
    expect(await answer).toMatchObject({ kind: 'invalid-config', message: containing('cannot be used') });
  });
});
