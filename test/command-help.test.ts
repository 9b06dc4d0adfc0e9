import { describe, expect, it } from 'vitest';
import { createCommandTable, listCommands, splitShell } from './support/command-table.ts';

const table = createCommandTable();
const { program } = table;
const named = listCommands(program)
  .filter((command) => command !== program)
  .map((command) => ({ name: nameOf(command), command, help: table.helpOf(command) }));

function nameOf(command: (typeof program)['commands'][number]): string {
  const above = command.parent && command.parent !== program ? `${nameOf(command.parent)} ` : '';
  return `${above}${command.name()}`;
}

describe.each(named)('$name --help', ({ name, command, help }) => {
  const examples = [...help.matchAll(/^ {2}\$ concierge (.+)$/gm)].map(([, example]) => example ?? '');

  it('has an example of that very command, and only ones that the program takes', () => {
    expect(examples.filter((example) => example.startsWith(name))).not.toEqual([]);
    for (const example of examples) {
      const [words = []] = splitShell(example);
      expect([example, table.refuse(words)]).toEqual([example, undefined]);
    }
  });

  it('says what the command and each of its options are for', () => {
    expect(command.description()).not.toBe('');
    expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  });
});

it('a command line that is wrong is told from one that is right', () => {
  expect(table.refuse(['doctor', '--nope'])).toContain('--nope');
  expect(table.refuse(['nope'])).toContain('nope');
  expect(table.refuse(['archive', 'no-room'])).toBeDefined();
  expect(table.refuse(['archive', '4711', '--json'])).toBeUndefined();
});
