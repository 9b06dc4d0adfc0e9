import { execFile } from 'node:child_process';
import { AppError } from '../../base/errors.ts';
import type { Account } from './account.ts';
import { codeOf } from '../../base/error-code.ts';

/** Nothing of our own environment, which holds keys; messages in English, times in UTC. */
export const programEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

export const cannotRun = 'The embedded PostgreSQL does not run on this machine';
export const otherServer = 'Set DATABASE_URL to a PostgreSQL server of your own.';

/**
 * Runs one of PostgreSQL's programs to its end, as an account where one is given.
 *
 * @throws AppError `invalid-config` when the program cannot be run at all, `unavailable` with its last words when it fails.
 */
export async function runProgram(program: string, words: readonly string[], account?: Account): Promise<void> {
  const options = { ...account, cwd: '/', env: programEnvironment, windowsHide: true };
  await new Promise<void>((resolve, reject) => {
    execFile(program, words, options, (error, _output, complaints) => {
      if (error === null) resolve();
      else reject(explain({ program, error, complaints }));
    });
  });
}

interface Failure {
  readonly program: string;
  readonly error: Error;
  readonly complaints: string;
}

function explain({ program, error, complaints }: Failure): AppError {
  // A program that never ran has a code like ENOENT or EACCES instead of an exit status.
  const code = codeOf(error);
  if (code !== undefined) {
    return new AppError('invalid-config', `${cannotRun}: ${program}: ${code}.`, { hint: otherServer, cause: error });
  }
  const lastWords = complaints.trim().split('\n').at(-1) ?? error.message;
  return new AppError('unavailable', `${program} failed: ${lastWords}`, { hint: otherServer, cause: error });
}
