import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Log } from '../base/log.ts';

/** A process that works on runs, as the others see it. */
export interface ProcessRecord {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Tells a process from a later one that got the same number. */
  readonly pidStarted: string;
  readonly secondsSinceBeat: number;
}

/** What the heartbeat needs of the database; ages are measured by the database's clock. */
export interface ProcessRecords {
  insert(process: Omit<ProcessRecord, 'secondsSinceBeat'>): Promise<void>;
  /** A sign of life. False when the process was declared dead meanwhile: then it must not write any more. */
  beat(id: string): Promise<boolean>;
  /** All that have neither left nor been taken over to the end. */
  list(): Promise<readonly ProcessRecord[]>;
  /** Declares a process dead unless it gave a sign of life within `olderThanSeconds`. Answers whether it is declared dead now. */
  declareDead(id: string, olderThanSeconds: number): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** Does the work unless another process is doing such work now: two that put the same runs back would start them twice. */
  exclusively(work: () => Promise<void>): Promise<void>;
}

export interface Heartbeat {
  /** How many processes live, this one included, as of the last beat. */
  livingProcesses(): number;
  /**
   * To be awaited before each write to the portal: passes at once while this process's last sign of life is fresh. After a pause it
   * first gives a new one. When this process was declared dead, it never returns: another does the work now.
   */
  fence(): Promise<void>;
  /** Gives no further sign of life. A process that leaves work undone keeps its record, by which the others find that work. */
  stop(options?: { readonly leavesWork: boolean }): Promise<void>;
}

interface HeartbeatOptions {
  /** A process that was registered. */
  readonly id: string;
  readonly records: ProcessRecords;
  readonly log: Log;
  /** Puts the unfinished work of dead processes back on the queue. */
  readonly takeOver: (ids: readonly string[]) => Promise<number>;
  /** This process was declared dead while it was paused: it must end and be started anew. */
  onDeclaredDead(): void;
}

const beatEveryMs = 3_000;
/** Age of our own sign of life from which a write waits for a new one. */
const freshMs = 10_000;
/** Age from which others may declare a process dead: well beyond `freshMs`. */
const deadSeconds = 30;

/**
 * Makes this process known to the others. To be done before it takes any work: what a process that nobody knows has taken when it dies,
 * nobody takes over.
 */
export async function registerProcess(id: string, records: ProcessRecords): Promise<void> {
  await records.insert({ id, host: thisMachine(), pid: process.pid, pidStarted: pidStart(process.pid) ?? '' });
}

/** Starts giving signs of life, and takes over the work of processes that stopped: at once on this machine, after 30 s elsewhere. */
export async function startHeartbeat(options: HeartbeatOptions): Promise<Heartbeat> {
  const { id, records, log } = options;
  const state = { lastBeat: performance.now(), living: 1, isDead: false };

  async function beat(): Promise<void> {
    const before = performance.now();
    if (await records.beat(id)) {
      state.lastBeat = before;
      return;
    }
    if (!state.isDead) options.onDeclaredDead();
    state.isDead = true;
  }

  async function round(): Promise<void> {
    try {
      await beat();
      state.living = await takeOverTheDead(options);
    } catch (error) {
      log.info('heartbeat missed', { error });
    }
  }

  await round();
  const timer = setInterval(() => void round(), beatEveryMs);
  return {
    livingProcesses: () => state.living,
    async fence() {
      if (!state.isDead && performance.now() - state.lastBeat > freshMs) await beat();
      if (state.isDead) await new Promise<never>(() => undefined);
    },
    async stop({ leavesWork } = { leavesWork: false }) {
      clearInterval(timer);
      if (!leavesWork) await records.remove(id);
    },
  };
}

/** Answers how many processes live. */
async function takeOverTheDead(options: HeartbeatOptions): Promise<number> {
  const all = await options.records.list();
  const silent = all.filter((other) => other.id !== options.id && other.secondsSinceBeat >= patience(other));
  if (silent.length > 0) {
    await options.records.exclusively(async () => {
      for (const other of silent) await takeOverFrom(other, options);
    });
  }
  return all.length - silent.length;
}

/** The record goes last: a crash on the way leaves it, and the next round goes on. */
async function takeOverFrom(dead: ProcessRecord, { records, log, takeOver }: HeartbeatOptions): Promise<void> {
  if (!(await records.declareDead(dead.id, patience(dead)))) return;
  const runs = await takeOver([dead.id]);
  await records.remove(dead.id);
  log.info('took over from a process that ended', { process: dead.id, runs });
}

/** Seconds of silence after which a process counts as dead. */
function patience(other: ProcessRecord): number {
  return isGone(other) ? 0 : deadSeconds;
}

/** Whether this machine knows that a process is gone; of another machine's it knows nothing. */
export function isGone({ host, pid, pidStarted }: Omit<ProcessRecord, 'secondsSinceBeat'>): boolean {
  return host === thisMachine() && pidStart(pid) !== pidStarted;
}

/** The machine, its boot and its space of process numbers: beyond it they mean nothing. */
function thisMachine(): string {
  return [
    hostname(),
    readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    readOr('', () => readlinkSync('/proc/self/ns/pid')),
  ].join('/');
}

/** When a process started, in the kernel's ticks; a constant where the system does not tell; undefined when it is gone or a zombie. */
function pidStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return isAlive(pid) ? 'alive' : undefined;
  const stat = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name in parentheses may hold anything; the state follows it, and the start time 19 fields later.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function isAlive(pid: number): boolean {
  return readOr(false, () => process.kill(pid, 0));
}

function readOr<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
