import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../base/error-code.ts';

/** Whether the system knows a process of this number; a dead one that nobody has buried counts. */
export function isKnownProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * When a process began, in a form that only serves to tell it from another of the same number: `dead` for one that nobody has buried yet,
 * empty where the system does not tell.
 */
export async function startOfProcess(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field, the program's name, may hold spaces and brackets; after it come the state and, 19 fields on, the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.at(0) === 'Z' ? 'dead' : (fields.at(19) ?? '');
}

/**
 * Whether a process is a PostgreSQL server of this directory (its real path). The server changes into its directory, which is decisive where
 * it can be read; else the command line decides. False for a dead process, also for one that nobody has buried.
 */
export async function isServerOf(pid: number, directory: string): Promise<boolean> {
  if (!isKnownProcess(pid)) return false;
  if (process.platform === 'linux') {
    const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (workingDirectory !== undefined) return workingDirectory === directory;
  }
  const words = await commandLineOf(pid);
  return process.platform === 'win32' ? words.includes('postgres.exe') : words.includes(directory);
}

/** The words that a process was started with; in one piece, or only its program, where the system tells no more. */
async function commandLineOf(pid: number): Promise<string | readonly string[]> {
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.split('\0');
  }
  const [program, ...options] =
    process.platform === 'win32'
      ? ['tasklist', '/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']
      : ['ps', '-ww', '-o', 'command=', '-p', String(pid)];
  return promisify(execFile)(program, options).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
