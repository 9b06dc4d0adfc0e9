import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { BatchRequest, ColumnName, Io } from './parts.ts';
import { collect, readGivenForAll, splitPair } from './target-options.ts';

const Options = z.object({
  csv: z.string().optional(),
  map: z.array(z.object({ heading: z.string(), path: z.string() })).optional(),
  ignoreColumns: z.boolean().optional(),
  result: z.string().optional(),
  resume: z.boolean().optional(),
  again: z.boolean().optional(),
  recreate: z.boolean().default(false),
  wait: z.boolean(),
});

/** Adds the options of work on all rows of a CSV file. */
export function addBatchOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--csv <file>',
        'for each row of a CSV file; its columns are named as the inputs; - is standard input',
      ).conflicts(['person', 'input']),
    )
    .option(
      '--map <column=path>',
      'with --csv: the input that a column holds, such as "Kunde=client.name"',
      collect(readMap),
    )
    .option('--ignore-columns', 'with --csv: leave columns alone that are no inputs')
    .option('--result <file>', 'with --csv: where the outcome of each row is written; <input>.result.csv by default')
    .option('--resume', 'with --csv: go on with the result file: do what is missing or failed')
    .option('--again', 'with --csv: apply rows anew that were applied from this same file before');
}

/**
 * What is to be done with a CSV file; undefined where none is named.
 * Errors: `invalid-input` for options that do not go together.
 */
export async function readBatch(blueprint: string, options: unknown, io: Io): Promise<BatchRequest | undefined> {
  const { csv, map = [], result, wait, recreate, ...given } = Options.parse(options);
  const { ignoreColumns = false, resume = false, again = false } = given;
  if (csv === undefined) {
    refuseWithoutCsv({
      '--map': map.length > 0,
      '--result': result !== undefined,
      '--ignore-columns': ignoreColumns,
      '--resume': resume,
      '--again': again,
    });
    return undefined;
  }
  if (!wait) {
    throw new AppError('invalid-input', '--no-wait does not go with --csv.', {
      hint: 'Stop with Ctrl-C when you like, and go on with --resume.',
    });
  }
  return {
    blueprint,
    source: csv === '-' ? { bytes: () => io.stdin.read() } : { file: csv },
    result: result ?? nameResult(csv),
    ...{ map, ignoreColumns, recreate, again, resume },
    ...(await readGivenForAll(options, io)),
  };
}

function refuseWithoutCsv(named: Readonly<Record<string, boolean>>): void {
  const option = Object.keys(named).find((name) => named[name]);
  if (option !== undefined) {
    throw new AppError('invalid-input', `${option} goes with --csv only.`, { hint: 'Name the file: --csv FILE.' });
  }
}

/** `clients.csv` has `clients.result.csv`. */
function nameResult(csv: string): string {
  if (csv !== '-') return `${csv.replace(/\.csv$/i, '')}.result.csv`;
  throw new AppError('invalid-input', 'Standard input has no name that the result could have.', {
    hint: 'Name the result: --result FILE.',
  });
}

function readMap(text: string): ColumnName {
  const pair = splitPair(text);
  if (pair && pair.value.trim() !== '') return { heading: pair.name, path: pair.value.trim() };
  throw new InvalidArgumentError('Write it like "Kunde=client.name".');
}
