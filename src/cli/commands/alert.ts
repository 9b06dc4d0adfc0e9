import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';

export function addAlertCommand(program: Command, { parts, output }: CommandContext): void {
  const alert = program
    .command('alert')
    .description('what is told to people by mail and chat when something needs them')
    .addHelpText('after', formatExamples('alert test'));
  alert
    .command('test')
    .description('send a test alert by every way that is set up')
    .addHelpText('after', formatExamples('alert test', 'alert test --json'))
    .action(async () => {
      const result = await parts.testAlerts();
      output.result({ json: result, lines: [`A test alert was sent by ${result.sentBy.join(' and ')}.`] });
    });
}
