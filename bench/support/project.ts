import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export function projectPath(file: string): string {
  return join(root, file);
}

/** What is started as the service: what ships where it is built, else the sources. */
export function serviceProgram(): string {
  const built = projectPath('dist/src/main.js');
  return existsSync(built) ? built : projectPath('src/main.ts');
}

/** What the numbers depend on besides the code. */
export function describeEnvironment() {
  const [cpu] = cpus();
  return {
    commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes'),
    program: serviceProgram().endsWith('.js') ? 'dist' : 'src',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpus: cpus().length,
    cpu: cpu?.model ?? 'unknown',
    memoryMb: Math.round(totalmem() / 1e6),
    at: new Date().toISOString(),
  };
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
