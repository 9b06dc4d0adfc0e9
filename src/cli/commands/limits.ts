import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';

export function addLimitsCommand(program: Command, { parts, output }: CommandContext): void {
  program
    .command('limits')
    .description("the portal's limits, how far they are used, and when the work that is open will be done")
    .addHelpText('after', formatExamples('limits', 'limits --json'))
    .action(async () => {
      const { view, text } = await parts.limits();
      const lines = text.split('; ').map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}`);
      output.result({ json: view, lines: [...lines, `${String(view.openRuns)} runs have not ended`] });
    });
}
