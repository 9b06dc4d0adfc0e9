import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { ask } from '../ask.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportRun } from '../report-run.ts';
import type { UndoPlan } from '../../runs/plan-undo.ts';
import { renderUndo } from '../text/undo-text.ts';

const Options = z.object({ delete: z.boolean().default(false), yes: z.boolean().default(false), wait: z.boolean() });

export function addUndoCommand(program: Command, context: CommandContext): void {
  const { parts, output } = context;
  const command = program
    .command('undo')
    .description('take back what a run made, after showing what that is; what others added stops it')
    .argument('<run>', 'its id')
    .option('--delete', 'delete a room that the run made, instead of archiving it')
    .option('--yes', 'do not ask')
    .option('--no-wait', 'queue it and leave; the exit code is then 2, changes are pending')
    .addHelpText('after', formatExamples('undo RUN', 'undo RUN --delete', 'undo RUN --yes --json'))
    .addHelpText(
      'after',
      'The exit code is 2 when the answer was no. With --json and without --yes it only answers what it would do.\n',
    );

  command.action(async (runId: string) => {
    const { delete: deletes, yes, wait } = Options.parse(command.opts());
    const plan = await parts.planUndo({ runId, deletes });
    if (plan.refusals.length > 0) throw refuse(plan);
    // A program that did not say yes is answered what there would be to say yes to.
    const isQuestion = plan.kind !== 'nothing' && output.json && !yes;
    if (plan.kind === 'nothing' || isQuestion) {
      output.result({ json: plan, lines: renderUndo(plan, output.paint) });
      context.finish(isQuestion ? 2 : 0);
      return;
    }
    for (const line of renderUndo(plan, output.paintNote)) output.note(line);
    if (!(await isAgreed(context, yes))) {
      context.finish(2);
      return;
    }
    await reportRun(context, (onProgress) => parts.undo({ runId, deletes, wait }, onProgress));
  });
}

async function isAgreed({ io, output }: CommandContext, yes: boolean): Promise<boolean> {
  if (yes) return true;
  // Whoever asked for silence would not see what the question is about.
  if (io.stdin.isTTY() && io.stderr.isTTY && output.isTalking) return ask('Take it back?', io);
  throw new AppError('invalid-input', 'Nobody can be asked whether to go on.', {
    hint: 'Look at what it would do, then add --yes.',
  });
}

function refuse({ kind, refusals }: UndoPlan): AppError {
  return new AppError('conflict', `The run cannot be taken back: ${refusals.join('; ')}.`, {
    hint:
      kind === 'give-back'
        ? 'Then undo it again; or let the person in again by hand: `concierge runs show` names rooms and levels.'
        : 'Remove by hand what is not needed any more, or close the room out: concierge archive ROOM.',
  });
}
