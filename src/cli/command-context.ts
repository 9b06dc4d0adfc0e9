import type { Command } from 'commander';
import type { Output } from './output.ts';
import type { CliParts, Io } from './parts.ts';

/** What every command is given. */
export interface CommandContext {
  readonly parts: CliParts;
  readonly output: Output;
  readonly io: Io;
  /** Sets the exit code; a command that does not call it ends with 0. */
  readonly finish: (exitCode: number) => void;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** The examples that end a command's help. */
export function formatExamples(...examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  $ concierge ${example}`).join('\n')}\n`;
}
