import type { AddCommand } from './command-context.ts';
import { addAlertCommand } from './commands/alert.ts';
import { addAllowancesCommand } from './commands/allowances.ts';
import { addApplyCommand } from './commands/apply.ts';
import { addArchiveCommand } from './commands/archive.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCaptureCommand } from './commands/capture.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCloseOutCommand } from './commands/close-out.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addForgetCommand } from './commands/forget.ts';
import { addInitCommand } from './commands/init.ts';
import { addLimitsCommand } from './commands/limits.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addRoomsCommand } from './commands/rooms.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStartCommand } from './commands/start.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addWebhookCommand } from './commands/webhook.ts';
import { addWorkerCommand } from './commands/worker.ts';

/** Every command, in the order of the help. A new one is a file in `commands/` and a line here. */
export const commands: readonly AddCommand[] = [
  addStartCommand,
  addInitCommand,
  addServeCommand,
  addWorkerCommand,
  addSandboxCommand,
  addDoctorCommand,
  addCheckCommand,
  addCaptureCommand,
  addPlanCommand,
  addApplyCommand,
  addArchiveCommand,
  addCloseOutCommand,
  addRunsCommand,
  addUndoCommand,
  addRoomsCommand,
  addWebhookCommand,
  addAlertCommand,
  addLimitsCommand,
  addSweepCommand,
  addTokenCommand,
  addAllowancesCommand,
  addAuditCommand,
  addForgetCommand,
  addCompletionCommand,
];
