import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { AppError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';

/** The folder of the installed package, or of the clone. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new AppError('defect', 'The package does not find its own folder.');
    folder = dirname(folder);
  }
  return folder;
}

/** A file of the package, wherever it is installed and started from. */
export function packagePath(file: string): string {
  return join(findRoot(), file);
}

/** The version in the package's manifest. */
export function readVersion(): string {
  const manifest = z
    .object({ version: z.string() })
    .parse(parseJson(readFileSync(packagePath('package.json'), 'utf8')));
  return manifest.version;
}
