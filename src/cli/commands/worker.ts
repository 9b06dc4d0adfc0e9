import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportReady } from '../report-ready.ts';

export function addWorkerCommand(program: Command, { parts, output }: CommandContext): void {
  program
    .command('worker')
    .description('work on runs beside `serve`, on the same database: as many as you like')
    .addHelpText('after', formatExamples('worker', 'worker --json'))
    .action(() => parts.worker({ onReady: reportReady(output) }));
}
