import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import type { CliParts } from '../parts.ts';
import type { RunState } from '../../runs/run.ts';
import { reportRun } from '../report-run.ts';
import { renderCalls } from '../text/calls-text.ts';
import { renderRun, renderRuns } from '../text/run-text.ts';

const ListOptions = z.object({
  limit: z.number(),
  state: z.custom<RunState>().exactOptional(),
  blueprint: z.string().exactOptional(),
  before: z.string().exactOptional(),
});

const RetryOptions = z.object({ wait: z.boolean() });

export function addRunsCommand(program: Command, context: CommandContext): void {
  const runs = program
    .command('runs')
    .description('list, show, retry and cancel runs')
    .addHelpText('after', formatExamples('runs list --state failed', 'runs show RUN', 'runs retry RUN'));
  addList(runs, context);
  addShow(runs, context);
  addRetry(runs, context);
  addCancel(runs, context);
}

function addList(runs: Command, { parts, output }: CommandContext): void {
  const command = runs
    .command('list')
    .description('runs, the newest first')
    .addOption(new Option('--limit <number>', 'how many, 200 at most').default(20).argParser(parseLimit))
    .addOption(new Option('--state <state>', 'only those in this state').choices(listStates(parts.runStates)))
    .option('--blueprint <name>', 'only those of this blueprint')
    .option('--before <place>', 'those after the end of the last page (its "next")')
    .addHelpText('after', formatExamples('runs list', 'runs list --state failed --limit 100 --json'));

  command.action(async () => {
    const { state, ...query } = ListOptions.parse(command.opts());
    const page = await parts.runs.list({ ...query, ...(state === undefined ? {} : { states: [state] }) });
    const lines = page.runs.length === 0 ? ['No runs.'] : renderRuns(page.runs, output.columns);
    const summary = page.next === undefined ? [] : ['', `More: concierge runs list --before ${page.next}`];
    output.result({ json: page, lines, summary });
  });
}

function addShow(runs: Command, { parts, output }: CommandContext): void {
  runs
    .command('show')
    .description('one run with its timeline and its calls to the portal')
    .argument('<run>', 'its id')
    .addHelpText('after', formatExamples('runs show RUN', 'runs show RUN --json'))
    .action(async (id: string) => {
      const run = await parts.runs.show(id);
      const calls = await parts.runs.calls(id);
      const lines = [...renderRun(run, parts.runStates, output.paint), ...renderCalls(calls, output.paint)];
      output.result({ json: { ...run, calls }, lines });
    });
}

function addRetry(runs: Command, context: CommandContext): void {
  const command = runs
    .command('retry')
    .description('go on with a failed run where it stopped; nothing is done twice')
    .argument('<run>', 'its id')
    .option('--no-wait', 'queue it and leave; the exit code is then 2, changes are pending')
    .addHelpText('after', formatExamples('runs retry RUN'));

  command.action(async (id: string) => {
    const { wait } = RetryOptions.parse(command.opts());
    await reportRun(context, (onProgress) => context.parts.runs.retry({ id, wait }, onProgress));
  });
}

function addCancel(runs: Command, { parts, output }: CommandContext): void {
  runs
    .command('cancel')
    .description('end a run before its next change; what it did so far stays, and retry goes on from there')
    .argument('<run>', 'its id')
    .addHelpText('after', formatExamples('runs cancel RUN'))
    .action(async (id: string) => {
      const run = await parts.runs.cancel(id);
      output.result({ json: run, lines: [`${run.state}: ${run.reason ?? parts.runStates[run.state].meaning}`] });
    });
}

function listStates(states: CliParts['runStates']): string[] {
  return Object.keys(states);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new InvalidArgumentError('Give a number from 1 to 200.');
  return limit;
}
