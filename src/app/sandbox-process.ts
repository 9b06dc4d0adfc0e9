import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { AppError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { packagePath } from './package-path.ts';

/** What the sandbox says in one line when it is ready, as far as the demonstration uses it. */
const Announcement = z.object({ url: z.url(), env: z.record(z.string(), z.coerce.string()) });

export interface SandboxProcess {
  readonly url: string;
  /** The ids that the gallery's blueprints read as `env`. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface SandboxOptions {
  readonly port: number;
  readonly apiKey: string;
  readonly stateFile: string;
}

/**
 * Starts the sandbox portal as a process of its own, which ends with this one, however that ends.
 * Errors: `invalid-config` with the sandbox's own sentence.
 */
export async function startSandbox({ port, apiKey, stateFile }: SandboxOptions): Promise<SandboxProcess> {
  const args = ['--port', String(port), '--state', stateFile, '--json'];
  const child = spawn(process.execPath, [...program(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Not as an argument: those can be seen by everybody on the machine.
    env: { SANDBOX_API_KEY: apiKey },
  });
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await Promise.race([firstLine(child), ended.then(() => undefined)]);
  const announced = Announcement.safeParse(parseJson(line ?? ''));
  if (!announced.success) {
    child.kill();
    throw new AppError('invalid-config', complaints.join('').trim() || 'The sandbox portal did not start.', {
      hint: 'Set SANDBOX_PORT to a free port, or DATA_DIR to a new folder.',
    });
  }
  return {
    ...announced.data,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs the sandbox in the foreground of this terminal. Resolves to its exit code. */
export function runSandbox(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...program(), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // By the end of the channel and not by a signal: a terminal's Ctrl+C reaches the child too, and a second one would cut it short.
  const end = (): void => {
    if (child.connected) child.disconnect();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve(code ?? 1);
    });
  });
}

/** Of each space for what is young, in MB: with Node's own 16 a portal of 10,000 rooms takes 420 MB instead of 300, and answers a fifth more calls. */
const youngSpaceMb = 8;

/** What Node.js is told for the sandbox's process. */
export const sandboxNodeOptions: readonly string[] = [`--max-semi-space-size=${youngSpaceMb}`];

/** What Node.js was told for this process holds for the sandbox, too. */
function program(): string[] {
  return [
    ...sandboxNodeOptions,
    ...process.execArgv,
    packagePath(import.meta.url.endsWith('.ts') ? 'sandbox/main.ts' : 'dist/sandbox/main.js'),
  ];
}

function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (stdout) createInterface({ input: stdout }).once('line', resolve);
    else resolve(undefined);
  });
}
