import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportReady } from '../report-ready.ts';

export function addServeCommand(program: Command, { parts, output }: CommandContext): void {
  program
    .command('serve')
    .description('run the service for your portal, by the settings of the environment and .env')
    .addHelpText('after', formatExamples('serve', 'serve --json'))
    .action(() => parts.serve({ onReady: reportReady(output) }));
}
