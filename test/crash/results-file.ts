import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import * as z from 'zod';
import { projectRoot } from '../support/project-files.ts';
import type { CrashPoint } from './crash-point.ts';
import { nameOf } from './crash-point.ts';

const Stored = z.object({
  /** What was tried: the state of `src/` and `sandbox/`. */
  code: z.string(),
  results: z.record(z.string(), z.string()),
});

/** What came of each point, kept in a file so that a run which was stopped goes on where it was. */
export interface ResultsFile {
  find(point: CrashPoint): string | undefined;
  add(point: CrashPoint, result: string): void;
}

/** Opens the file. Results of other code than that which is there are left behind. */
export function openResults(path: string, isFresh: boolean): ResultsFile {
  const code = describeCode();
  const stored = isFresh || !existsSync(path) ? undefined : Stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  const results = stored?.code === code ? { ...stored.results } : {};
  return {
    find: (point) => results[nameOf(point)],
    add(point, result) {
      results[nameOf(point)] = result;
      writeFileSync(path, `${JSON.stringify({ code, results }, null, 2)}\n`);
    },
  };
}

/** The commit, and whether anything that runs differs from it. */
function describeCode(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
  try {
    const trees = git('rev-parse', 'HEAD:src', 'HEAD:sandbox').replace('\n', ' ');
    return git('status', '--porcelain', 'src', 'sandbox') === '' ? trees : `${trees} with changes`;
  } catch {
    return 'unknown';
  }
}
