import { readFile } from 'node:fs/promises';
import type { Issue } from '../blueprint/issue.ts';
import { loadBlueprintFiles, loadBlueprints } from '../blueprint/load-blueprints.ts';
import type { CheckIssue, CheckReport } from '../cli/parts.ts';
import type { Config } from '../config/config.ts';
import { checkOptionsOf } from './open-blueprints.ts';

/** Checks the named files, or every blueprint of the installation. */
export async function checkFiles(files: readonly string[], config: Config): Promise<CheckReport> {
  const options = checkOptionsOf(config);
  const { blueprints, issues } =
    files.length > 0 ? await loadBlueprintFiles(files, options) : await loadBlueprints(config.blueprintsDir, options);
  return {
    blueprints: blueprints.map(({ blueprint, file }) => ({ name: blueprint.name, file })),
    issues: await Promise.all(issues.map(withSource)),
  };
}

async function withSource({ file, line, column, message, hint }: Issue): Promise<CheckIssue> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const source = text.split(/\r?\n/)[line - 1];
  return { file, line, column, message, hint, ...(source ? { source } : {}) };
}
