import { describe, expect, it } from 'vitest';
import { createCommandTable, splitShell } from './support/command-table.ts';
import { readCommandBlocks, readInlineCommands } from './support/document-commands.ts';
import { listProjectFiles, readProjectFile } from './support/project-files.ts';

const table = createCommandTable();
const documents = listProjectFiles().filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');

/** What stands in a text for what a reader knows. */
const placeholders: Readonly<Record<string, string>> = {
  ROOM: '4711',
  N: '5',
  COMMAND: 'doctor',
  BLUEPRINT: 'home-room',
};

describe.each(documents)('%s', (path) => {
  const text = readProjectFile(path);

  it('names only command lines that the program takes', () => {
    const blocks = readCommandBlocks(text).flatMap(({ script }) => splitShell(script));
    const ours = blocks.flatMap((words) => wordsOfOurs(words));
    expect(ours.flatMap((words) => table.refuse(words) ?? [])).toEqual([]);
  });

  it('speaks only of commands and options that there are', () => {
    const wrong = readInlineCommands(text).flatMap((line) => {
      const words = (splitShell(line)[0] ?? []).filter((word) => word !== '…');
      const refusal = table.refuse(words.map((word) => placeholders[word] ?? word));
      // A command may be spoken of without all that it needs.
      return refusal === undefined || /missing required|required option|outputHelp|commander\.help/.test(refusal)
        ? []
        : [`${line}: ${refusal}`];
    });
    expect(wrong).toEqual([]);
  });

  it('gives a reason for each block that no test runs', () => {
    for (const { reason } of readCommandBlocks(text)) expect(reason?.length ?? 99).toBeGreaterThan(10);
  });
});

/** The words behind our program's name, whatever stands before it (variables, `source <(…)`). */
function wordsOfOurs(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => word === 'concierge' || word === 'docspace-concierge');
  const isCommand = words.slice(0, at).every((word) => word === 'npx' || /^\w+=/.test(word));
  return at === -1 || !isCommand ? [] : [words.slice(at + 1)];
}
