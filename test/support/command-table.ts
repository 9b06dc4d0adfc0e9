import { type Command, CommanderError } from 'commander';
import { createProgram } from '../../src/cli/cli.ts';
import { createOutput } from '../../src/cli/output.ts';
import type { Io } from '../../src/cli/parts.ts';
import { createCliWorld } from './cli-world.ts';

/** The commands, which do nothing: to look at them, and to see whether a command line is one. */
export function createCommandTable() {
  const printed = { text: '' };
  const stream = { write: (text: string) => void (printed.text += text), isTTY: false, columns: undefined };
  const io: Io = {
    stdin: { isTTY: () => false, read: () => new ReadableStream<Uint8Array>() },
    ...{ stdout: stream, stderr: stream, env: {} },
    terminal: () => undefined,
    untilInterrupted: (use) => use(new AbortController().signal),
  };
  const { parts } = createCliWorld();
  const output = createOutput(io, { json: false, quiet: false });
  const program = () => {
    const made = createProgram({ parts, output, io, finish: () => undefined });
    for (const command of listCommands(made)) {
      if (command.commands.length === 0) command.action(() => undefined);
    }
    return made;
  };
  return {
    program: program(),
    /** What is wrong with a command line, without the program's name; undefined when it would be taken. */
    refuse(words: readonly string[]): string | undefined {
      try {
        program().parse(words, { from: 'user' });
        return undefined;
      } catch (error) {
        const isHelp = error instanceof CommanderError && error.exitCode === 0;
        return isHelp ? undefined : String(error);
      }
    },
    /** What `--help` says of a command. */
    helpOf(command: Command): string {
      printed.text = '';
      command.outputHelp();
      return printed.text;
    },
  };
}

/** A command and all that are below it. */
export function listCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

/**
 * The commands of a line of a shell, each as its words: what `;`, `&&`, `||` and `|` part. Quotes are taken away, comments and
 * redirections left out.
 */
export function splitShell(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const token = /\s+|#.*$|&&|\|\|?|;|\d?>>?\s*\S+|<\s*\S+|(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\|;&<>])+/gm;
  for (const [found] of text.replaceAll(/\\\r?\n\s*/g, '').matchAll(token)) {
    if (/^(?:&&|\|\|?|;)$/.test(found) || found.includes('\n')) commands.push([]);
    else if (!/^(?:\s|#|\d?>|<)/.test(found))
      commands.at(-1)?.push(found.replaceAll(/"((?:\\.|[^"])*)"|'([^']*)'/g, '$1$2'));
  }
  return commands.filter((words) => words.length > 0);
}
