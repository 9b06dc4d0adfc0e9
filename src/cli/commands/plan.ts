import type { Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';
import type { Plan } from '../../plan/plan.ts';
import { describePlan } from '../describe-plan.ts';
import { describeSubject } from '../describe-subject.ts';
import type { Paint } from '../output.ts';
import type { CliParts, PlanReport } from '../parts.ts';
import { addTargetOptions, readTarget } from '../target-options.ts';
import { renderPlan, summarizePlan } from '../text/plan-text.ts';

const Options = z.object({ markdown: z.boolean().default(false) });

export function addPlanCommand(program: Command, { parts, output, io, finish }: CommandContext): void {
  const command = program
    .command('plan')
    .description('show what a blueprint would change; changes nothing')
    .argument('<blueprint>', 'its name or file');
  addTargetOptions(command)
    .option('--markdown', 'in Markdown, for a review')
    .addHelpText(
      'after',
      formatExamples(
        'plan home-room --person ada@example.com',
        'plan client-room --input acme.json',
        'plan client-room --set client.id=C-1 --set client.name=Acme --markdown',
      ),
    )
    .addHelpText('after', `The exit code is 2 when changes are pending, 0 when there are none.\n`);

  command.action(async (blueprint: string) => {
    const { markdown } = Options.parse(command.opts());
    const report = await parts.plan(await readTarget(blueprint, command.opts(), io));
    const shown =
      markdown && report.plan
        ? { lines: renderMarkdown(report, report.plan, parts) }
        : renderReport(report, parts.runStates, output.paint);
    output.result({ json: report, ...shown });
    finish((report.plan?.actions.length ?? 0) > 0 ? 2 : 0);
  });
}

function renderMarkdown(report: PlanReport, plan: Plan, parts: CliParts): string[] {
  const about = { blueprint: report.blueprint, subject: describeSubject(report) };
  return parts.renderPlanMarkdown(plan, describePlan(plan), about).trimEnd().split('\n');
}

function renderReport(
  { blueprint, subject, subjectName, plan, state, reason }: PlanReport,
  states: CliParts['runStates'],
  paint: Paint,
): { lines: string[]; summary: string[] } {
  const head = `${blueprint} for ${describeSubject({ subject, subjectName })}`;
  if (!plan) {
    const why = reason ?? (state === undefined ? 'nothing to plan' : states[state].meaning);
    return { lines: [`${state ?? 'no plan'}: ${head}: ${why}`], summary: [] };
  }
  const lines = describePlan(plan);
  const summary = state === undefined ? summarizePlan(lines) : `${state}: ${reason ?? states[state].meaning}`;
  return { lines: [paint('bold', head), '', ...renderPlan(lines, paint)], summary: ['', summary] };
}
