import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { renderDoctor, summarizeDoctor } from '../text/doctor-text.ts';

export function addDoctorCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('doctor')
    .description('look at settings, key, portal, blueprints, connectors and database, and say what to do')
    .addHelpText('after', formatExamples('doctor', 'doctor --json'));

  command.action(async () => {
    const report = await parts.doctor();
    output.result({
      json: report,
      lines: renderDoctor(report, output.paint),
      summary: ['', summarizeDoctor(report)],
    });
    finish(report.checks.some(({ state }) => state === 'bad') ? 1 : 0);
  });
}
