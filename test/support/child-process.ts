import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './project-files.ts';

export type Environment = Readonly<Record<string, string>>;

/** Most of what a start of the command takes is compiling, which is the same each time. Processes that are killed add nothing to it. */
const compileCache = join(projectRoot, 'node_modules/.cache/compiled');

/** How long the output of an ended process is waited for. */
const lastWordsMs = 1_000;

interface ChildOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

/** A `concierge` that runs, with all that it printed so far. */
export interface Child {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves to the exit code; undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts the command line as a process of its own that knows nothing of this one's environment but where programs are,
 * and in which the answers of a sandbox are recorded where somebody looks at them (see conformance.setup.ts).
 */
export function startChild({ args, cwd, env }: ChildOptions): Child {
  const child = spawn(process.execPath, [...recording(), join(projectRoot, 'src/main.ts'), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const state = { hasEnded: false };
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    const end = (code: number | null): void => {
      state.hasEnded = true;
      resolve(code ?? undefined);
    };
    child.once('close', end);
    // A database that outlives its killed starter may hold the starter's output open.
    child.once('exit', (code) => setTimeout(end, lastWordsMs, code));
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    hasEnded: () => state.hasEnded,
    kill: (signal) => void child.kill(signal),
  };
}

function recording(): string[] {
  const recorder = process.env['EXCHANGE_RECORDER'];
  return recorder === undefined ? [] : ['--import', recorder];
}
