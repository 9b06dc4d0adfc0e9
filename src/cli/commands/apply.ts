import type { Command } from 'commander';
import { z } from 'zod';
import { addBatchOptions, readBatch } from '../batch-options.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportBatch } from '../report-batch.ts';
import { reportRun } from '../report-run.ts';
import { addTargetOptions, readTarget } from '../target-options.ts';

const Options = z.object({ recreate: z.boolean().default(false), wait: z.boolean() });

export function addApplyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('apply')
    .description('make it so: apply a blueprint; what is so already stays as it is')
    .argument('<blueprint>', 'its name or file');
  addBatchOptions(addTargetOptions(command))
    .option('--recreate', 'make a room anew that somebody deleted or archived')
    .option('--no-wait', 'queue it and leave; the exit code is then 2, changes are pending')
    .addHelpText(
      'after',
      formatExamples(
        'apply home-room --person ada@example.com',
        'apply home-room --person ada@example.com --no-wait --json',
        'apply client-room --input acme.json --set client.name="Acme Ltd"',
        'apply client-room --set client.id=C-1 --secret password=env:ROOM_PASSWORD',
        'apply client-room --csv clients.csv --map "Kunde=client.name"',
        'apply client-room --csv clients.csv --resume',
      ),
    )
    .addHelpText('after', `With --csv the exit code is 1 when all rows failed, 3 when some did, 2 after Ctrl-C.\n`);

  command.action(async (blueprint: string) => {
    const batch = await readBatch(blueprint, command.opts(), context.io);
    if (batch) {
      await reportBatch(context, batch);
      return;
    }
    const target = await readTarget(blueprint, command.opts(), context.io);
    const request = { ...target, ...Options.parse(command.opts()) };
    await reportRun(context, (onProgress) => context.parts.apply(request, onProgress));
  });
}
