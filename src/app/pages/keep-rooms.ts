import { AppError } from '../../base/errors.ts';
import { describePlan } from '../../cli/describe-plan.ts';
import { asReader } from '../../docspace/portal.ts';
import type { Member } from '../../docspace/member.ts';
import type { RoomLink } from '../../docspace/room-link.ts';
import type { Engine } from '../../engine/engine.ts';
import type { KeptRoomView, PageParts, RoomCheck, RoomLinkView, RoomMember } from '../../http/page-parts.ts';
import type { WorkRequest } from '../../http/parts.ts';
import type { Plan, PlanLine } from '../../plan/plan.ts';
import { planRun } from '../../runs/plan-run.ts';
import { prepare } from '../../runs/prepare.ts';
import type { RunInput } from '../../runs/records.ts';
import { runIdOf } from '../../runs/start-run.ts';
import type { RoomViews } from '../../store/room-views.ts';
import { findBlueprint } from '../find-blueprint.ts';
import type { Core } from '../open-core.ts';
import { queueRun } from '../queue-run.ts';

/** Kept rooms as pages show them, and set right. */
export function createRoomParts(core: Core, views: RoomViews, engine: Engine): PageParts['rooms'] {
  return {
    async list(query) {
      const found = await views.list({ ...query, limit: query.limit + 1 });
      const rooms = found.slice(0, query.limit);
      const last = rooms.at(-1);
      return found.length > query.limit && last ? { rooms, next: last.id } : { rooms };
    },
    find: (roomId) => views.findByRoom(roomId),
    members: async ({ roomId = 0 }) => (await core.portal.members(roomId)).map(viewMember),
    links: async ({ roomId = 0 }) => (await core.portal.links(roomId)).map(viewLink),
    check: (room) => checkRoom(room, core, views),
    async fix(room, request) {
      const input = await repairInput(room, request, { core, views });
      return queueRun(input, core, engine);
    },
  };
}

interface Repairing {
  readonly core: Core;
  readonly views: RoomViews;
}

/** The run that sets a kept room right: by its blueprint as it stands now, with what its newest run was given. */
async function repairInput(
  room: KeptRoomView,
  { who, requestId }: WorkRequest,
  { core, views }: Repairing,
): Promise<RunInput> {
  const [{ blueprint, hash }, given] = await Promise.all([findBlueprint(room.blueprint, core), views.given(room.id)]);
  if (blueprint.kind !== 'Room') {
    throw new AppError('conflict', `The blueprint ${blueprint.name} makes no rooms any more.`, {
      hint: 'Give the blueprint of kind Room its name back.',
    });
  }
  return {
    ...{ attempt: 1, blueprint: blueprint.name, documentHash: hash, subject: room.subject },
    ...(given?.inputs ? { inputs: given.inputs } : {}),
    ...(given?.sealed ? { sealed: given.sealed } : {}),
    runId: runIdOf(blueprint.name, room.subject, `fix ${requestId}`),
    cause: { kind: 'http', name: who },
    options: { repair: true, recreate: false },
  };
}

async function checkRoom(room: KeptRoomView, core: Core, views: RoomViews): Promise<RoomCheck> {
  const input = await repairInput(room, { who: 'check', requestId: 'check' }, { core, views });
  const portal = asReader(core.portal);
  const prepared = await prepare(input, { ...core, portal, env: core.config.blueprintEnv });
  if (prepared.kind === 'skip') return keep(room, views, { drift: [], reason: prepared.reason });
  const planned = await planRun(prepared, input.options, portal);
  if (planned.kind === 'end') return keep(room, views, { drift: [], reason: planned.reason });
  return keep(room, views, { drift: linesOfDrift(planned.plan) });
}

async function keep(room: KeptRoomView, views: RoomViews, found: Omit<RoomCheck, 'checkedAt'>): Promise<RoomCheck> {
  const at = await views.keepCheck(room.id, found.drift);
  return { checkedAt: at.toISOString(), ...found };
}

/** What would change, with the folders that it stands in; what stays as it is is left out. */
function linesOfDrift(plan: Plan): readonly PlanLine[] {
  if (plan.actions.length === 0) return [];
  const lines = describePlan(plan);
  return lines.filter(({ mark, depth }, index) => {
    if (mark !== '=') return true;
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((line) => line.depth <= depth);
    return rest.slice(0, end < 0 ? rest.length : end).some((line) => line.mark !== '=');
  });
}

function viewMember({ subject, id, name, email, kind, level, isOwner, pending }: Member): RoomMember {
  return {
    ...{ id, name, isOwner, pending },
    kind: subject === 'group' ? 'group' : (kind ?? 'user'),
    ...(email === undefined ? {} : { email }),
    ...(level === undefined ? {} : { level }),
  };
}

function viewLink({ id, kind, title, level, address, expiresAt, expired, hasPassword }: RoomLink): RoomLinkView {
  return {
    ...{ id, kind, title, address: address.reveal(), expired, hasPassword },
    ...(level === undefined ? {} : { level }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
