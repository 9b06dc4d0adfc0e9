import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { ask } from '../ask.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';

const Options = z.object({ yes: z.boolean().default(false) });

export function addForgetCommand(program: Command, context: CommandContext): void {
  const { parts, output } = context;
  const command = program
    .command('forget')
    .description('remove what is kept about a person, and say what it cannot remove')
    .argument('<person>', 'id of the account, or e-mail address')
    .option('--yes', 'do not ask')
    .addHelpText('after', formatExamples('forget ada@example.com', 'forget ada@example.com --yes --json'))
    .addHelpText('after', 'The exit code is 2 when the answer was no.\n');

  command.action(async (person: string) => {
    if (!(await isAgreed(context, Options.parse(command.opts()).yes))) {
      context.finish(2);
      return;
    }
    const { pseudonym, removed, remains } = await parts.forget(person);
    const lines = [
      removed.length === 0
        ? 'Nothing was kept about this person.'
        : `Removed, or now under ${pseudonym}: ${removed.join(', ')}.`,
      'Not removed:',
      ...remains.map((one) => `  - ${one}`),
    ];
    output.result({ json: { pseudonym, removed, remains }, lines });
  });
}

async function isAgreed({ io, output }: CommandContext, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (io.stdin.isTTY() && io.stderr.isTTY && output.isTalking) {
    return ask('Runs, names and records of access are lost for good. Go on?', io);
  }
  throw new AppError('invalid-input', 'Nobody can be asked whether to go on.', { hint: 'Add --yes.' });
}
