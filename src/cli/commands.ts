import type { AddCommand } from './command-context.ts';
import { addApplyCommand } from './commands/apply.ts';
import { addArchiveCommand } from './commands/archive.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCloseOutCommand } from './commands/close-out.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStartCommand } from './commands/start.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUndoCommand } from './commands/undo.ts';

/** Every command, in the order of the help. A new one is a file in `commands/` and a line here. */
export const commands: readonly AddCommand[] = [
  addStartCommand,
  addServeCommand,
  addSandboxCommand,
  addCheckCommand,
  addPlanCommand,
  addApplyCommand,
  addArchiveCommand,
  addCloseOutCommand,
  addRunsCommand,
  addUndoCommand,
  addTokenCommand,
  addAuditCommand,
];
