import { readFileSync } from 'node:fs';

/** Resident memory of a process at its most, in megabytes; 0 where the system does not tell, and when it has ended. */
export function readPeak(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}
