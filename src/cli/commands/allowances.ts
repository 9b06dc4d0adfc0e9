import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { renderTable } from '../text/table.ts';

const columns = [
  { title: 'BLUEPRINT', shrink: true },
  { title: 'KIND' },
  { title: 'TODAY' },
  { title: 'RUNS WAITING' },
];

const RaiseOptions = z.object({ invitations: z.int().exactOptional(), mails: z.int().exactOptional() });

export function addAllowancesCommand(program: Command, context: CommandContext): void {
  const allowances = program
    .command('allowances')
    .description('invitations and mails of the day, and more of them')
    .addHelpText('after', formatExamples('allowances list', 'allowances raise client-room --invitations 300'));
  addList(allowances, context);
  addRaise(allowances, context);
}

function addList(allowances: Command, { parts, output }: CommandContext): void {
  allowances
    .command('list')
    .description('what each blueprint used today (UTC), and which runs wait for tomorrow')
    .addHelpText('after', formatExamples('allowances list --json'))
    .action(async () => {
      const used = await parts.allowances.today();
      const rows = used.map((one) => [
        one.blueprint,
        one.kind,
        `${String(one.used)} of ${String(one.limit)}`,
        String(one.waiting),
      ]);
      const lines = renderTable(columns, rows, output.columns);
      output.result({ json: { allowances: used }, lines: used.length === 0 ? ['Nothing was sent today.'] : lines });
    });
}

function addRaise(allowances: Command, { parts, output }: CommandContext): void {
  const command = allowances
    .command('raise')
    .description('allow a blueprint more today; what waits for tomorrow goes on at once')
    .argument('<blueprint>', 'its name')
    .option('--invitations <number>', 'how many more people may be invited', parseMore)
    .option('--mails <number>', 'how many more mails may be sent', parseMore)
    .addHelpText('after', formatExamples('allowances raise home-room --mails 800'));

  command.action(async (blueprint: string) => {
    const extra = RaiseOptions.parse(command.opts());
    if (extra.invitations === undefined && extra.mails === undefined) {
      throw new AppError('invalid-input', 'Nothing is to be raised.', { hint: 'Give --invitations or --mails.' });
    }
    await parts.allowances.raise({ blueprint, extra });
    output.result({ json: { blueprint, extra }, lines: [`${blueprint} may do more today.`] });
  });
}

function parseMore(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
  throw new InvalidArgumentError('Give a whole number from 1 to 100000.');
}
