import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's own folder. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** Paths, from the project's folder, of every file that is or would be committed. */
export function listProjectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  // A file that was deleted and not committed is still listed.
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(projectRoot, path)));
}

export function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}
