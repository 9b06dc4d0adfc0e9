import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly pid: number;
  hasEnded(): boolean;
  /** The first line that it prints: with `--json`, that it is ready. Throws with its last words when it ends before. */
  firstLine(): Promise<string>;
  /** Ends it the polite way, or the short one, and waits until it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

interface ProgramOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Told of each line that it prints. */
  readonly onLine?: (line: string) => void;
}

const patienceMs = 60_000;

/** Starts a program of this project as a process of its own, with this Node and with no settings but the given ones. */
export function startProgram({ args, cwd, env, nodeOptions = [], onLine }: ProgramOptions): Program {
  const child = spawn(process.execPath, [...nodeOptions, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words.push(chunk);
    if (words.length > 50) words.shift();
  });
  const lines = createInterface({ input: child.stdout });
  if (onLine) lines.on('line', onLine);
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const ended = once(child, 'exit');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    hasEnded,
    async firstLine() {
      const tooLate = sleep(patienceMs, undefined, { ref: false });
      const first = await Promise.race([line, ended.then(() => undefined), tooLate]);
      if (first === undefined) throw new Error(`${args.join(' ')} did not get ready:\n${words.join('')}`);
      return first;
    },
    async stop(signal = 'SIGTERM') {
      if (hasEnded()) return;
      child.kill(signal);
      await ended;
    },
  };
}
