import { errorPolicies } from '../base/errors.ts';
import type { RunDetail } from '../runs/run.ts';
import type { CommandContext } from './command-context.ts';
import type { OnProgress } from './parts.ts';
import { renderAction, renderOutcome } from './text/run-text.ts';

/**
 * Starts or resumes a run, says each action once when it has ended, and prints how the run came out. The exit code is that of the error
 * that stopped it, else that of the state it is in: a run that was not waited for is still pending.
 */
export async function reportRun(
  { parts, output, finish }: CommandContext,
  begin: (onProgress: OnProgress) => Promise<RunDetail>,
): Promise<void> {
  const said = new Set<string>();
  const run = await begin(({ actions }) => {
    for (const action of actions) {
      // Not by its place: those that began earlier may end later, and then stand before it.
      const key = `${action.name} ${action.state} ${action.endedAt ?? ''}`;
      if ((action.state !== 'done' && action.state !== 'failed') || said.has(key)) continue;
      said.add(key);
      output.note(renderAction(action, output.paintNote));
    }
  });
  output.result({ json: run, lines: renderOutcome(run, parts.runStates, output.paint) });
  finish(run.error ? errorPolicies[run.error.kind].exitCode : parts.runStates[run.state].exitCode);
}
