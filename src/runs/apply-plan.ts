import type { ActionContext, ActionResult, AddedItem, MissingMember } from '../actions/action-kind.ts';
import { deleteTwins } from '../actions/create-room.ts';
import { deleteEntryTwins, mayHaveTwins } from '../actions/entry-twins.ts';
import { runAction } from '../actions/registry.ts';
import { AppError } from '../base/errors.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { Scope } from '../engine/engine.ts';
import type { ObservedFolder, ObservedRoom } from '../plan/facts.ts';
import type { Action, FolderPath, RoomPlan } from '../plan/plan.ts';
import { wavesOf } from '../plan/plan-room.ts';
import { isDoubtful } from './doubt.ts';
import { readSecret } from './read-secret.ts';
import type { RoomOwner, RunInput } from './records.ts';
import { removeTwins, type Twins } from './remove-twins.ts';
import type { RunRoom } from './run.ts';
import type { RunParts } from './run-parts.ts';

/** What came of a plan. */
export interface Applied {
  readonly room: RunRoom;
  readonly added: readonly AddedItem[];
  readonly missing: readonly MissingMember[];
  readonly warnings: readonly string[];
  /** What lost calls had made after all. */
  readonly twins: Twins;
}

interface Application {
  readonly input: RunInput;
  readonly plan: RoomPlan;
  readonly observed?: ObservedRoom;
  readonly owner: RoomOwner;
}

/** What is there so far: it grows from wave to wave. */
interface Progress {
  room: RunRoom | undefined;
  readonly folderIds: Map<FolderPath, number>;
  readonly results: ActionResult[];
  /** Which action a result is of. */
  readonly actions: Map<ActionResult, Action>;
}

/**
 * Carries a plan out, wave after wave, the actions of a wave at once, each a durable step. When one fails, the others of its wave are
 * waited for, so that what they did is kept; then the first failure, in the plan's order, is raised.
 */
export async function applyPlan(application: Application, parts: RunParts, scope: Scope): Promise<Applied> {
  const { input, plan, observed, owner } = application;
  const progress: Progress = {
    room: observed && { id: observed.id, title: observed.title, url: observed.url },
    folderIds: new Map(observed ? listFolders('', observed) : []),
    results: [],
    actions: new Map(),
  };
  const carrying = { application, progress, parts, scope };
  for (const wave of wavesOf(plan)) {
    const started = wave.map((action) =>
      scope.step(action.id, async ({ number }) => {
        const act = (): Promise<ActionResult> => runAction(action, contextOf(action, number, carrying));
        const result = await (parts.timed?.(action.kind, act) ?? act());
        await parts.keptRooms.record(owner, { added: result.added, removed: result.removed ?? [] });
        if (result.deferred) throw await waitForTomorrow(result.deferred, input, parts);
        return result;
      }),
    );
    const results = await allOrFirstFailure(started);
    for (const [index, result] of results.entries()) learn(result, wave[index], progress);
  }
  return { ...summarise(progress), twins: await removeAllTwins(carrying) };
}

interface Carrying {
  readonly application: Application;
  readonly progress: Progress;
  readonly parts: RunParts;
  readonly scope: Scope;
}

/** `number`: of the step's try in this process. */
function contextOf(action: Action, number: number, { application, progress, parts, scope }: Carrying): ActionContext {
  const { input, owner } = application;
  return {
    portal: parts.portal,
    claims: parts.keptRooms.claimsOf(owner),
    roomId: progress.room?.id,
    folderIds: progress.folderIds,
    isDoubtful: isDoubtful({ number, attempt: input.attempt, scope }),
    // Of a later attempt the intent is older than its last call.
    isAfterCrash: number === 0 && input.attempt === 1 && scope.isDoubtful(),
    looksAfterSeconds: parts.looksAfterSeconds,
    admitInvitations: (names) => admitInvitations({ action, names }, input, parts),
    secret: (source) => readSecret(source, input, parts),
    inTurn: parts.inTurn,
  };
}

async function admitInvitations(
  { action, names }: { readonly action: Action; readonly names: readonly string[] },
  { runId, blueprint }: RunInput,
  { daily }: RunParts,
): Promise<ReadonlySet<string>> {
  const admitted = await daily.admit({ kind: 'invitations', blueprint, runId, occasion: action.kind, names });
  return new Set(admitted.keys());
}

function waitForTomorrow(count: number, { blueprint }: RunInput, { daily }: RunParts): Promise<AppError> {
  return daily.waitForTomorrow({ kind: 'invitations', blueprint, count });
}

/** After a doubtful creation what the lost call was to make may have turned up since: it is looked for once more. */
async function removeAllTwins(carrying: Carrying): Promise<Twins> {
  const { progress, scope } = carrying;
  const doubtful = progress.results.filter(({ twinsSince }) => twinsSince !== undefined);
  if (doubtful.length === 0) return { deleted: [], left: [] };
  return scope.step('twins', async ({ number }) => {
    const twins: Twins[] = [];
    for (const result of doubtful) {
      const action = progress.actions.get(result);
      if (!action) continue;
      const context = contextOf(action, number, carrying);
      twins.push(await removeTwins(action.id, () => deleteTwinsOf(action, result, context)));
    }
    return { deleted: twins.flatMap(({ deleted }) => deleted), left: twins.flatMap(({ left }) => left) };
  });
}

async function deleteTwinsOf(action: Action, result: ActionResult, context: ActionContext): Promise<readonly string[]> {
  if (mayHaveTwins(action)) return deleteEntryTwins(action, result, context);
  if (action.kind !== 'create-room') return [];
  const rooms = await deleteTwins(action, result.twinsSince ?? '', context);
  return rooms.map((id) => `room ${id}`);
}

/** Waits for all, then raises the first failure in their order. */
export async function allOrFirstFailure<T>(started: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(started);
  return Promise.all(started);
}

function learn(result: ActionResult, action: Action | undefined, progress: Progress): void {
  progress.results.push(result);
  if (action) progress.actions.set(result, action);
  if (result.room) {
    progress.room = result.room;
    progress.folderIds.set('', result.room.id);
  }
  if (action?.kind === 'create-folder' && result.folderId !== undefined) {
    progress.folderIds.set(action.path, result.folderId);
  }
}

function listFolders(path: FolderPath, folder: ObservedFolder): readonly (readonly [FolderPath, number])[] {
  const inner = folder.folders.flatMap((one) => listFolders(`${path}${cleanTitle(one.title)}/`, one));
  return [[path, folder.id], ...inner];
}

function summarise({ room, results }: Progress): Omit<Applied, 'twins'> {
  if (room === undefined) throw new AppError('defect', 'A plan ended without a room.');
  return {
    room,
    added: results.flatMap((result) => result.added),
    missing: results.flatMap((result) => result.missing ?? []),
    warnings: results.flatMap((result) => (result.warning === undefined ? [] : [result.warning])),
  };
}
