import { findRun } from '../runs/find-run.ts';
import { randomUUID } from 'node:crypto';
import type { OnProgress } from '../cli/parts.ts';
import type { RunInput } from '../runs/records.ts';
import type { RunCause, RunDetail } from '../runs/run.ts';
import { runIdOf } from '../runs/start-run.ts';
import { queueAndFollow, startAndFollow, userName } from './apply-command.ts';
import { findCloseOut } from './find-blueprint.ts';
import type { Core } from './open-core.ts';

interface RoomRequest {
  readonly room: number;
  readonly blueprint?: string | undefined;
  readonly wait: boolean;
}

/** Closes a room out by hand; with `archives` a room that is not archived yet is archived, guests and links removed first. */
export async function closeOutByHand(
  { room, blueprint, wait }: RoomRequest,
  archives: boolean,
  { core, onProgress }: { readonly core: Core; readonly onProgress: OnProgress },
): Promise<RunDetail> {
  const loaded = await findCloseOut(blueprint, core);
  const options = { repair: false, recreate: false, archive: archives };
  return startAndFollow({ blueprint: loaded, target: { room }, options }, { core, wait, onProgress });
}

interface UndoRequest {
  readonly runId: string;
  readonly deletes: boolean;
  readonly wait: boolean;
}

export async function undoByHand(request: UndoRequest, core: Core, onProgress: OnProgress): Promise<RunDetail> {
  await core.portal.self();
  const input = await undoInput(request, { kind: 'person', name: userName() }, { core, requestId: randomUUID() });
  return queueAndFollow(input, { core, wait: request.wait, onProgress });
}

/** The run that takes another one back: after it, never beside it. */
export async function undoInput(
  { runId, deletes }: Pick<UndoRequest, 'runId' | 'deletes'>,
  cause: RunCause,
  { core, requestId }: { readonly core: Pick<Core, 'runs'>; readonly requestId: string },
): Promise<RunInput> {
  const { blueprint, documentHash, subject } = (await findRun(runId, core.runs)).input;
  return {
    ...{ blueprint, documentHash, subject, cause },
    runId: runIdOf(blueprint, subject, `undo ${runId} ${requestId}`),
    attempt: 1,
    options: { repair: false, recreate: false, undo: { runId, deletes } },
  };
}
