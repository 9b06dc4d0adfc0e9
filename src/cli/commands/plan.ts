import type { Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { describePlan } from '../describe-plan.ts';
import type { Paint } from '../output.ts';
import type { CliParts, PlanReport } from '../parts.ts';
import { renderPlan, summarizePlan } from '../text/plan-text.ts';

const Options = z.object({ person: z.string() });

export function addPlanCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('plan')
    .description('show what a blueprint would change for a person; changes nothing')
    .argument('<blueprint>', 'its name or file')
    .requiredOption('--person <id|email>', 'whom it is for')
    .addHelpText('after', formatExamples('plan home-room --person ada@example.com'));

  command.action(async (blueprint: string) => {
    const { person } = Options.parse(command.opts());
    const report = await parts.plan({ blueprint, person });
    output.result({ json: report, ...renderReport(report, parts.runStates, output.paint) });
    finish((report.plan?.actions.length ?? 0) > 0 ? 2 : 0);
  });
}

function renderReport(
  { blueprint, subject, subjectName, plan, state, reason }: PlanReport,
  states: CliParts['runStates'],
  paint: Paint,
): { lines: string[]; summary: string[] } {
  const head = `${blueprint} for ${subjectName ?? subject}`;
  if (!plan) {
    const why = reason ?? (state === undefined ? 'nothing to plan' : states[state].meaning);
    return { lines: [`${state ?? 'no plan'}: ${head}: ${why}`], summary: [] };
  }
  const lines = describePlan(plan);
  return { lines: [paint('bold', head), '', ...renderPlan(lines, paint)], summary: ['', summarizePlan(lines)] };
}
