import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { codeOf } from '../../base/error-code.ts';
import { AppError } from '../../base/errors.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { readRoom } from '../read-room.ts';

const Options = z.object({ output: z.string().exactOptional() });

export function addCaptureCommand(program: Command, { parts, output }: CommandContext): void {
  const command = program
    .command('capture')
    .description('write the blueprint of rooms like an existing one')
    .argument('<room>', 'its number, or its address in the portal', readRoom)
    .option('--output <file>', 'a new file for it, instead of the terminal')
    .addHelpText('after', formatExamples('capture 4711', 'capture 4711 --output blueprints/project.yaml'));

  command.action(async (room: number) => {
    const { output: file } = Options.parse(command.opts());
    const report = await parts.capture(room);
    for (const remark of report.remarks) output.note(`${output.paintNote('yellow', 'note:')} ${remark}`);
    if (file === undefined) {
      output.result({ json: report, lines: report.text.trimEnd().split('\n') });
      return;
    }
    await writeNewFile(file, report.text);
    const lines = [`${file} makes rooms like "${report.room.title}". Look it over, then: concierge check ${file}`];
    output.result({ json: { ...report, file }, lines });
  });
}

/** A file that is there already is somebody's work: it is never replaced. */
async function writeNewFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    const code = codeOf(cause);
    const isThere = code === 'EEXIST';
    throw new AppError(
      'invalid-input',
      isThere ? `${file} exists already.` : `${file} cannot be written (${code ?? 'unknown'}).`,
      {
        hint: isThere
          ? 'Name another file, or remove it first.'
          : 'Name a file in a folder that exists and may be written.',
        cause,
      },
    );
  }
}
