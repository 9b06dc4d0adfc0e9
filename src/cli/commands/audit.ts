import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import type { AuditRecord } from '../../runs/audit/audit.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { describeCause } from '../describe-cause.ts';
import { renderTable } from '../text/table.ts';

const Options = z.object({
  csv: z.boolean().default(false),
  limit: z.number().exactOptional(),
  run: z.string().exactOptional(),
  room: z.number().exactOptional(),
  blueprint: z.string().exactOptional(),
  since: z.string().exactOptional(),
});

/** How many entries are shown where neither a number nor a file's form is asked for. */
const shown = 50;

const columns = [
  { title: 'WHEN' },
  { title: 'WHAT', shrink: true },
  { title: 'CAUSE', shrink: true },
  { title: 'ROOM' },
  { title: 'STATUS' },
  { title: 'BLUEPRINT', shrink: true, drop: true },
  { title: 'RUN' },
];

export function addAuditCommand(program: Command, { parts, output }: CommandContext): void {
  const command = program
    .command('audit')
    .description('who or what caused which change; all of it as JSON lines with --json, or as CSV')
    .option('--csv', 'all entries as CSV')
    .option('--limit <number>', `how many; without --json and --csv the newest ${shown}`, parseWhole)
    .option('--run <run>', 'only of this run')
    .option('--room <number>', 'only about this room', parseWhole)
    .option('--blueprint <name>', 'only of this blueprint')
    .option('--since <time>', 'only from this time on, such as 2026-07-01 or 2026-07-01T12:00:00Z', parseTime)
    .addHelpText(
      'after',
      formatExamples('audit --room 4711', 'audit --json --since 2026-07-01 > audit.jsonl', 'audit --csv > audit.csv'),
    );

  command.action(async () => {
    const { csv, limit, ...filter } = Options.parse(command.opts());
    if (csv || output.json) {
      const query = { limit: limit ?? Infinity, ...filter };
      return parts.audit.export(query, csv ? 'csv' : 'jsonl', (text) => output.text(text));
    }
    const entries = await parts.audit.list({ limit: limit ?? shown, newest: true, ...filter });
    const lines = renderTable(columns, entries.map(toCells), output.columns);
    output.result({ json: entries, lines: entries.length === 0 ? ['Nothing yet.'] : lines });
  });
}

function toCells({ at, what, detail, cause, roomId, status, effect, blueprint, runId }: AuditRecord): string[] {
  return [
    at.slice(0, 19).replace('T', ' '),
    detail === undefined ? what : `${what}: ${detail}`,
    cause ? describeCause(cause) : '-',
    roomId === undefined ? '-' : String(roomId),
    status === undefined ? (effect === 'unknown' ? 'unknown' : '-') : String(status),
    blueprint ?? '-',
    runId ?? '-',
  ];
}

function parseWhole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Give a whole number from 1 up.');
}

function parseTime(text: string): string {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new InvalidArgumentError('Give a day or a time such as 2026-07-01 or 2026-07-01T12:00:00Z.');
}
