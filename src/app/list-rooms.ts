import { reportError } from '../base/errors.ts';
import { loadBlueprints, type LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import { describePlan } from '../cli/describe-plan.ts';
import { asReader } from '../docspace/portal.ts';
import type { Drift, KeptRoomView, RoomPage, RoomQuery } from '../http/parts.ts';
import { planRun } from '../runs/plan-run.ts';
import { prepare } from '../runs/prepare.ts';
import type { RunInput } from '../runs/records.ts';
import { listKeptRooms, type ListedRoom } from '../store/kept-room-list.ts';
import { checkOptionsOf } from './open-blueprints.ts';
import type { Core } from './open-core.ts';

/** A page of the kept rooms, each compared with its blueprint where that is asked for. Reads only. */
export async function listRooms({ limit, blueprint, after, drift }: RoomQuery, core: Core): Promise<RoomPage> {
  const found = await listKeptRooms(core.store.db, {
    limit: limit + 1,
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(after === undefined ? {} : { after: Number(after) || 0 }),
  });
  const page = found.slice(0, limit);
  const look = drift ? await createLook(core) : undefined;
  const rooms: KeptRoomView[] = [];
  for (const room of page) rooms.push({ ...viewOf(room), ...(look ? { drift: await look(room) } : {}) });
  const last = page.at(-1);
  return found.length > limit && last ? { rooms, next: String(last.id) } : { rooms };
}

function viewOf({ blueprint, subject, key, title, state, roomId, url }: ListedRoom): KeptRoomView {
  return {
    ...{ blueprint, subject, key, title, state },
    ...(roomId === undefined ? {} : { room: roomId }),
    ...(url === undefined ? {} : { url }),
  };
}

/** Compares rooms with the blueprints that are in force now, as `apply` would. */
async function createLook(core: Core): Promise<(room: ListedRoom) => Promise<Drift>> {
  const { blueprints } = await loadBlueprints(core.config.blueprintsDir, checkOptionsOf(core.config));
  for (const { blueprint, file, text, hash } of blueprints) {
    await core.documents.save({ name: blueprint.name, file, text, hash });
  }
  return async (room) => {
    if (room.state === 'retired') {
      return { state: 'left-alone', reason: 'a person deleted or archived it, or its blueprint let go of it' };
    }
    if (room.state === 'making') return { state: 'left-alone', reason: 'a run is making it' };
    const loaded = blueprints.find(({ blueprint }) => blueprint.name === room.blueprint);
    if (!loaded) return { state: 'unknown', reason: `there is no blueprint ${room.blueprint} any more` };
    return driftOf(room, loaded, core).catch((error: unknown) => ({
      state: 'unknown',
      reason: reportError(error).message,
    }));
  };
}

async function driftOf(room: ListedRoom, { hash }: LoadedBlueprint, core: Core): Promise<Drift> {
  const options = { repair: true, recreate: false };
  const { blueprint, subject, inputs, sealed } = room;
  const input: RunInput = {
    ...{ runId: 'drift', attempt: 1, blueprint, documentHash: hash, subject, options, cause: { kind: 'sweep' } },
    ...(inputs === undefined ? {} : { inputs }),
    ...(sealed === undefined ? {} : { sealed }),
  };
  const portal = asReader(core.portal);
  const prepared = await prepare(input, { ...core, portal, env: core.config.blueprintEnv });
  if (prepared.kind === 'skip') return { state: 'left-alone', reason: prepared.reason };
  const planned = await planRun(prepared, options, portal);
  if (planned.kind === 'end') return { state: 'left-alone', reason: planned.reason };
  if (planned.plan.actions.length === 0) return { state: 'none' };
  const changes = describePlan(planned.plan).filter(({ mark, depth }) => depth > 0 && mark !== '=');
  return { state: 'drifted', changes: changes.map(({ mark, text }) => `${mark} ${text}`) };
}
