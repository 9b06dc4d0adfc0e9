import type { BatchReport, BatchRequest, BatchWatch } from '../cli/parts.ts';
import { applyRows } from './csv-batch.ts';
import { withBatchRuns } from './csv-runs.ts';
import { findBlueprint } from './find-blueprint.ts';
import type { Core } from './open-core.ts';

/** Applies a blueprint to each row of a CSV file; a process that serves does the runs, or this one where none does. */
export function applyCsv(request: BatchRequest, watch: BatchWatch, core: Core): Promise<BatchReport> {
  return applyRows(request, watch, {
    env: core.config.blueprintEnv,
    findBlueprint: (nameOrFile) => findBlueprint(nameOrFile, core),
    withRuns: (batch, use) => withBatchRuns(batch, core, use),
  });
}
