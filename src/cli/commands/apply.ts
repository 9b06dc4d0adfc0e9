import type { Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportRun } from '../report-run.ts';

const Options = z.object({ person: z.string(), recreate: z.boolean().default(false), wait: z.boolean() });

export function addApplyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('apply')
    .description('make it so: apply a blueprint to a person; what is so already stays as it is')
    .argument('<blueprint>', 'its name or file')
    .requiredOption('--person <id|email>', 'whom it is for')
    .option('--recreate', 'make a room anew that somebody deleted or archived')
    .option('--no-wait', 'queue it and leave; the exit code is then 2, changes are pending')
    .addHelpText(
      'after',
      formatExamples(
        'apply home-room --person ada@example.com',
        'apply home-room --person ada@example.com --no-wait --json',
      ),
    );

  command.action(async (blueprint: string) => {
    const options = Options.parse(command.opts());
    await reportRun(context, (onProgress) => context.parts.apply({ blueprint, ...options }, onProgress));
  });
}
