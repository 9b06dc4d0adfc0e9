import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { renderIssue, summarizeCheck } from '../text/check-text.ts';

export function addCheckCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('check')
    .description('say what is wrong in blueprints, with file, line, column and what would work')
    .argument('[files...]', 'blueprints, or folders of them; all of BLUEPRINTS_DIR where none is named')
    .addHelpText('after', formatExamples('check', 'check blueprints/home-room.yaml', 'check --json'));

  command.action(async () => {
    const report = await parts.check(command.args);
    const { issues, blueprints } = report;
    output.result({
      json: report,
      lines: issues.flatMap((issue) => renderIssue(issue, output.paint)),
      summary: [summarizeCheck(blueprints.length, issues)],
    });
    finish(issues.length > 0 ? 2 : 0);
  });
}
