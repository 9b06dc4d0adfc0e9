import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's clock a second, which Linux shows to programs whatever it really uses. */
const ticksPerSecond = 100;

/** What processes use, added up. */
export interface Usage {
  /** Resident memory; what processes share is counted for each. */
  readonly rssMb: number;
  /** The processes' shares of it: what they share is counted once. */
  readonly pssMb: number;
  /** Processor time since their start. */
  readonly cpuSeconds: number;
}

/** Whether this system tells what `readUsage` asks. */
export const canReadUsage = process.platform === 'linux';

export function readUsage(pids: readonly number[]): Usage {
  const memory = pids.map((pid) => readOfProcess(pid, 'smaps_rollup'));
  const sumKb = (name: string): number =>
    memory.reduce((sum, text) => sum + Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0), 0);
  return { rssMb: sumKb('Rss') / 1_000, pssMb: sumKb('Pss') / 1_000, cpuSeconds: cpuSecondsOf(pids) };
}

/** Includes what their ended children used, so that nothing is lost when a connection is closed. */
function cpuSecondsOf(pids: readonly number[]): number {
  const fields = pids.flatMap((pid) => statOf(pid).slice(11, 15));
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

/** A process and the processes that it started. */
export function familyOf(pid: number): readonly number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [pid, ...all.filter((one) => statOf(one)[1] === String(pid))];
}

/** The fields after the name, which may hold anything: state, parent, … */
function statOf(pid: number): readonly string[] {
  const stat = readOfProcess(pid, 'stat');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Empty for a process that has ended since it was listed. */
function readOfProcess(pid: number, file: 'stat' | 'smaps_rollup'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
