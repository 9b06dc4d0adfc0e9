import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportReady } from '../report-ready.ts';

export function addStartCommand(program: Command, { parts, output }: CommandContext): void {
  program
    .command('start')
    .description('try it: run the sandbox portal and the service together, with nothing to set up')
    .addHelpText('after', formatExamples('start', 'start --json'))
    .action(() => parts.start({ onReady: reportReady(output) }));
}
