import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, startChild } from './child-process.ts';

interface CommandResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line to its end, in an empty folder unless told where. */
export async function runCommand(args: readonly string[], env: Environment, cwd?: string): Promise<CommandResult> {
  const folder = cwd ?? (await mkdtemp(join(tmpdir(), 'concierge-test-command-')));
  try {
    const child = startChild({ args, cwd: folder, env });
    const code = await child.ended;
    return { code, stdout: child.stdout(), stderr: child.stderr() };
  } finally {
    if (cwd === undefined) await rm(folder, { recursive: true, force: true });
  }
}
