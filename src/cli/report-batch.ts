import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import type { BatchCounts, BatchReport, BatchRequest } from './parts.ts';
import { renderBatch, renderProgress } from './text/batch-text.ts';

/** Without a terminal a line of progress comes so often. */
const lineEveryMs = 5_000;

/** Works on a CSV file with its progress on standard error, and prints what came of it. */
export async function reportBatch(context: CommandContext, request: BatchRequest): Promise<void> {
  const { parts, output, io, finish } = context;
  const progress = createProgress(output, Date.now);
  const report = await io
    .untilInterrupted((signal) => parts.batch(request, { signal, onProgress: progress.show }))
    .finally(progress.clear);
  output.result({ json: report, lines: renderBatch(report, request.resume, output.paint) });
  finish(exitCodeOf(report));
}

/** Shows the counts: a bar that moves on a terminal, else a line every few seconds. */
export function createProgress(output: Pick<Output, 'isLive' | 'noteColumns' | 'live' | 'note'>, now: () => number) {
  const begunAt = now();
  let saidAt = begunAt;
  return {
    show: (counts: BatchCounts): void => {
      const elapsed = now() - begunAt;
      if (output.isLive) output.live(renderProgress(counts, elapsed, output.noteColumns ?? 80));
      else if (now() - saidAt >= lineEveryMs) {
        saidAt = now();
        output.note(renderProgress(counts, elapsed, undefined));
      }
    },
    clear: (): void => output.live(''),
  };
}

/** 1 when all rows failed, 3 when some did or something remains, 2 while rows are left. */
function exitCodeOf({ total, failed, remains, interrupted }: BatchReport): number {
  if (interrupted) return 2;
  if (failed === total) return 1;
  return failed + remains > 0 ? 3 : 0;
}
