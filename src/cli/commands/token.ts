import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { renderTable } from '../text/table.ts';

const roles = ['viewer', 'operator', 'admin'] as const;

const columns = [
  { title: 'NAME', shrink: true },
  { title: 'ROLE' },
  { title: 'BLUEPRINTS', shrink: true },
  { title: 'MADE' },
  { title: 'ENDS' },
];

const CreateOptions = z.object({
  role: z.enum(roles),
  blueprint: z.array(z.string()).default([]),
  expiresInDays: z.int().exactOptional(),
});

export function addTokenCommand(program: Command, context: CommandContext): void {
  const token = program
    .command('token')
    .description('make, list and take back tokens for programs that use the API')
    .addHelpText(
      'after',
      formatExamples('token create CRM --role operator --blueprint client-room', 'token list', 'token revoke CRM'),
    );
  addCreate(token, context);
  addList(token, context);
  addRevoke(token, context);
}

function addCreate(token: Command, { parts, output }: CommandContext): void {
  const command = token
    .command('create')
    .description('make a token; it is shown once, now')
    .argument('<name>', 'what people call it')
    .addOption(
      new Option('--role <role>', 'viewer reads, operator also starts runs, admin does everything')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .option('--blueprint <name>', 'only for this blueprint; may be given several times', collect)
    .option('--expires-in-days <days>', 'after how many days it ends', parseDays)
    .addHelpText(
      'after',
      formatExamples('token create CRM --role operator --blueprint client-room --expires-in-days 365'),
    );

  command.action(async (name: string) => {
    const { blueprint, expiresInDays, role } = CreateOptions.parse(command.opts());
    const limits = {
      ...(blueprint.length > 0 ? { blueprints: blueprint } : {}),
      ...(expiresInDays === undefined ? {} : { expiresInDays }),
    };
    const made = await parts.tokens.create({ name, role, ...limits });
    output.result({ json: { token: made }, lines: [made] });
    output.note('Keep it now: it cannot be shown again.');
  });
}

function addList(token: Command, { parts, output }: CommandContext): void {
  token
    .command('list')
    .description('tokens by their names; never the tokens themselves')
    .addHelpText('after', formatExamples('token list --json'))
    .action(async () => {
      const tokens = await parts.tokens.list();
      const rows = tokens.map(({ name, role, blueprints, createdAt, expiresAt }) => [
        name,
        role,
        blueprints?.join(', ') ?? 'all',
        createdAt.slice(0, 10),
        expiresAt?.slice(0, 10) ?? 'never',
      ]);
      const lines = renderTable(columns, rows, output.columns);
      output.result({ json: { tokens }, lines: tokens.length === 0 ? ['No tokens.'] : lines });
    });
}

function addRevoke(token: Command, { parts, output }: CommandContext): void {
  token
    .command('revoke')
    .description('take a token back: from now on it opens nothing')
    .argument('<name>', 'its name')
    .addHelpText('after', formatExamples('token revoke CRM'))
    .action(async (name: string) => {
      await parts.tokens.revoke(name);
      output.result({ json: { revoked: name }, lines: [`${name} opens nothing any more.`] });
    });
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new InvalidArgumentError('Give whole days, 1 to 3650.');
}
