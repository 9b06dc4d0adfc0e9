import { Command, CommanderError } from 'commander';
import { AppError, errorKindOf, errorPolicies } from '../base/errors.ts';
import type { CommandContext } from './command-context.ts';
import { commands } from './commands.ts';
import { describeExitCodes } from './exit-codes.ts';
import { createOutput, type Output } from './output.ts';
import type { CliParts, Io } from './parts.ts';

/**
 * Runs one command line (without the program's own name) and resolves to the exit code. Never throws and never ends the process:
 * what goes wrong is printed, as an `error:` and a `hint:` line or as JSON.
 */
export async function runCli(argv: readonly string[], parts: CliParts, io: Io): Promise<number> {
  // Read before the command line is parsed, so that mistakes in it are told in the form asked for.
  const output = createOutput(io, { json: argv.includes('--json'), quiet: argv.includes('--quiet') });
  let exitCode = 0;
  const finish = (code: number): void => {
    exitCode = code;
  };
  try {
    await createProgram({ parts, output, io, finish }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    return explain(error, output);
  }
  return exitCode;
}

/** The table of all commands, with their options, help and actions. */
export function createProgram(context: CommandContext): Command {
  const { parts, output } = context;
  const program = new Command('concierge')
    .description('Rooms as code for ONLYOFFICE DocSpace.')
    .version(parts.version)
    .option('--json', 'answer in JSON, for programs')
    .option('--quiet', 'say nothing but the answer')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => output.text(text),
      // Mistakes are told by `explain`, in one form for all of them.
      writeErr: () => undefined,
      getOutHelpWidth: () => output.columns ?? 100,
    })
    .addHelpText('after', `\nExit codes:\n${describeExitCodes()}\n\nFirst time here? Run: concierge start\n`)
    .exitOverride();
  for (const addCommand of commands) addCommand(program, context);
  return program;
}

function explain(error: unknown, output: Output): number {
  if (!(error instanceof CommanderError)) {
    output.error(error);
    return errorPolicies[errorKindOf(error)].exitCode;
  }
  if (error.exitCode === 0) return 0;
  const message = error.code === 'commander.help' ? 'No command is named.' : error.message.replace(/^error: /, '');
  output.error(
    new AppError('invalid-input', sentence(message), { hint: 'Run "concierge --help", or a command with --help.' }),
  );
  return errorPolicies['invalid-input'].exitCode;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll(/\s*\n\s*/g, ' ');
}
