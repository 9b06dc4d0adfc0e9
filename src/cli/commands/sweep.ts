import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import type { CliParts, SweepResult } from '../parts.ts';
import { renderSweep } from '../text/sweep-text.ts';

const Options = z.object({ fix: z.boolean().default(false), limit: z.int().optional() });

export function addSweepCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('sweep')
    .description('compare what blueprints promise with what the portal has; changes nothing without --fix')
    .argument('[blueprint]', 'its name or file; without it every blueprint with `on.sweep`')
    .option('--fix', 'start the runs that set right what differs, and wait for them')
    .option(
      '--limit <rooms>',
      'change nothing when more rooms or people would change; what the document says, unless given',
      readLimit,
    )
    .addHelpText('after', formatExamples('sweep', 'sweep home-room', 'sweep home-room --fix', 'sweep --json'))
    .addHelpText(
      'after',
      'The exit code is 2 when changes are pending, also when there are more than the limit; 3 when a person is needed for some.\n',
    );

  command.action(async (blueprint: string | undefined) => {
    const { fix, limit } = Options.parse(command.opts());
    const results = await parts.sweep({
      fix,
      ...(blueprint === undefined ? {} : { blueprint }),
      ...(limit === undefined ? {} : { limit }),
    });
    const lines = results.flatMap((result) => renderSweep(result, parts.runStates, output.paint));
    output.result({ json: results, lines });
    finish(worst(results.map((result) => exitCodeOf(result, parts.runStates))));
  });
}

function readLimit(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('A limit is a whole number from 1.');
}

/** A failure outweighs what is pending, and that what needs a person. */
const order = [1, 4, 2, 3, 0] as const;

function worst(codes: readonly number[]): number {
  return order.find((code) => codes.includes(code)) ?? 0;
}

function exitCodeOf({ changes, needs, runIds, runs }: SweepResult, states: CliParts['runStates']): number {
  const pending = changes.length > runIds.length ? [2] : [];
  const persons = needs.length > 0 ? [3] : [];
  return worst([...runs.map(({ state }) => states[state].exitCode), ...pending, ...persons]);
}
