import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import type { KeptRoomView } from '../../http/parts.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { renderTable } from '../text/table.ts';

const Options = z.object({
  blueprint: z.string().exactOptional(),
  drift: z.boolean().default(false),
  limit: z.int().default(50),
  after: z.string().exactOptional(),
});

const columns = [{ title: 'ROOM' }, { title: 'TITLE', shrink: true }, { title: 'BLUEPRINT' }, { title: 'STATE' }];

export function addRoomsCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('rooms')
    .description('rooms that Concierge keeps, and how they differ from their blueprints')
    .option(
      '--drift',
      'compare each with its blueprint: some calls to the portal for each; exit code 2 when one differs',
    )
    .option('--blueprint <name>', 'only those of this blueprint')
    .option('--limit <number>', 'at most so many, 1 to 1000 (default 50)', parseLimit)
    .option('--after <place>', 'go on where the last list ended')
    .addHelpText('after', formatExamples('rooms', 'rooms --drift', 'rooms --drift --blueprint home-room --json'));

  command.action(async () => {
    const { blueprint, drift, limit, after } = Options.parse(command.opts());
    const { rooms, next } = await parts.rooms({
      ...{ limit, drift },
      ...(blueprint === undefined ? {} : { blueprint }),
      ...(after === undefined ? {} : { after }),
    });
    const table = renderTable(
      columns,
      rooms.map((room) => [String(room.room ?? '-'), room.title, room.blueprint, describeState(room)]),
      output.columns,
    );
    const lines = [...table, ...rooms.flatMap(describeChanges)];
    output.result({ json: { rooms, next }, lines: rooms.length === 0 ? ['No room is kept.'] : lines });
    if (next !== undefined) output.note(`There are more: concierge rooms --after ${next}`);
    if (rooms.some((room) => room.drift?.state === 'drifted')) finish(2);
  });
}

function describeState({ state, drift }: KeptRoomView): string {
  if (drift === undefined || drift.state === 'left-alone') return state;
  if (drift.state === 'none') return 'as its blueprint says';
  return drift.state === 'drifted' ? `differs in ${String(drift.changes.length)}` : 'cannot be told';
}

function describeChanges({ title, drift }: KeptRoomView): readonly string[] {
  if (drift?.state === 'drifted') return ['', title, ...drift.changes.map((change) => `  ${change}`)];
  return drift?.state === 'unknown' ? ['', title, `  cannot be told: ${drift.reason}`] : [];
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw new InvalidArgumentError('Give a whole number, 1 to 1000.');
}
