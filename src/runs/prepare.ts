import { AppError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { RoomBlueprint } from '../blueprint/blueprint.ts';
import { readInputs } from '../blueprint/inputs.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import {
  type Condition,
  evaluateWhen,
  explainWhen,
  renderRoom,
  renderStatic,
  type RenderContext,
} from '../blueprint/render-room.ts';
import type { Person } from '../docspace/person.ts';
import type { Facts } from '../plan/facts.ts';
import { readRoomDocument } from './read-document.ts';
import { lookUpInputs } from './look-up-inputs.ts';
import type { KeptRoom, RunInput } from './records.ts';
import type { PlanParts } from './run-parts.ts';
import { adopt, readSubjectRoom, type Refusal, type SubjectRoom } from './subject-room.ts';
import { personIdOf } from './subject.ts';

/** What the first step of a run finds out. Plain JSON, kept in the journal: no secret, nothing of `env` but what was rendered. */
export type Prepared =
  | {
      readonly kind: 'skip';
      readonly reason: string;
      /** Where a person has to do something first. */
      readonly state?: 'needs-owner';
      readonly name?: string;
      /** Each part of `when` with its value, where that is the reason. */
      readonly conditions: readonly Condition[];
    }
  | {
      readonly kind: 'apply';
      /** What people call the subject. */
      readonly name: string;
      readonly given: Given;
      /** When the run read its subject: the `run.time` of expressions. ISO 8601 in UTC. */
      readonly time: string;
      readonly desired: DesiredRoom;
      readonly facts: Facts;
      readonly kept?: KeptRoom;
      /** A room that is there and is not kept yet. */
      readonly adopts?: { readonly id: number; readonly title: string; readonly url: string };
    };

/** Whom a room is for, or what its blueprint was given. */
interface Given {
  readonly person?: Person;
  readonly room?: SubjectRoom;
  readonly inputs: JsonObject;
}

/**
 * Reads the subject and, beside it, what the blueprint names: templates and groups are the same for every subject and are asked for
 * while the person is. Of a delivery only ids are trusted; what the person is now, the portal says.
 * Errors: `not-found` for a template or a group that is not there, before any room is made.
 */
export async function prepare(input: SubjectInput, parts: PlanParts): Promise<Prepared> {
  const blueprint = await readRoomDocument(input.documentHash, parts.documents);
  warmUp(blueprint, parts);
  const read = await readGiven(blueprint, input, parts);
  if ('reason' in read) return { kind: 'skip', conditions: [], ...read };
  const { given, known } = read;
  const time = new Date().toISOString();
  const context = contextOf({ given, time }, input, parts);
  const called = given.person?.name ?? given.room?.title;
  const reason = reasonToSkip(blueprint, given.person, context);
  if (reason !== undefined) {
    const conditions = explainWhen(blueprint, context);
    return { kind: 'skip', reason, conditions, ...(called === undefined ? {} : { name: called }) };
  }
  const desired = renderRoom(blueprint, context);
  const [facts, kept] = await Promise.all([
    parts.lookups.facts(desired, known),
    parts.keptRooms.find(blueprint.name, desired.key),
  ]);
  const name = called ?? desired.title;
  return { kind: 'apply', name, given, time, desired, facts, ...keptFor(given, time, kept) };
}

/** A room that is there is looked at like one that we keep, before it is kept. */
function keptFor({ room }: Given, time: string, kept: KeptRoom | undefined) {
  if (room && kept?.roomId === undefined) return adopt(room, time, kept);
  return kept ? { kept } : {};
}

type SubjectInput = Pick<RunInput, 'runId' | 'documentHash' | 'subject' | 'inputs'>;

/** What expressions may read. */
export function contextOf(
  { given: { person, room, inputs }, time }: Pick<Extract<Prepared, { kind: 'apply' }>, 'given' | 'time'>,
  { runId }: Pick<RunInput, 'runId'>,
  { env }: Pick<PlanParts, 'env'>,
): RenderContext {
  return {
    ...(person ? { person: readablePerson(person) } : {}),
    ...(room ? { room } : {}),
    inputs,
    env,
    run: { id: runId, time },
  };
}

/** What expressions may read of a person. */
export function readablePerson({ id, name, email, firstName, lastName, userName, ...rest }: Person) {
  const { member, guest, active, disabled, kind } = rest;
  return { id, name, email: email ?? '', firstName, lastName, userName, member, guest, active, disabled, kind };
}

/** Starts the look-ups that need no subject; whoever needs the answer asks again and gets the same, or the failure. */
function warmUp(blueprint: RoomBlueprint, { lookups, env }: PlanParts): void {
  const { fileIds, groupIds } = renderStatic(blueprint, env);
  const asked: readonly Promise<unknown>[] = [
    lookups.selfId(),
    ...fileIds.map(lookups.file),
    ...groupIds.map(lookups.group),
  ];
  for (const answer of asked) answer.catch(() => undefined);
}

interface Read {
  readonly given: Given;
  /** Accounts that need not be looked up again. */
  readonly known: readonly Person[];
}

/** The person, the room or the inputs, or why nothing can be done for them. */
async function readGiven(blueprint: RoomBlueprint, input: SubjectInput, parts: PlanParts): Promise<Read | Refusal> {
  if (blueprint.for === 'room') {
    const room = await readSubjectRoom(blueprint.name, input.subject, parts);
    return 'reason' in room ? room : { given: { room, inputs: {} }, known: [] };
  }
  if (blueprint.for !== 'person') return lookUpInputs(blueprint, input.inputs ?? {}, parts);
  const person = await readPerson(input, parts);
  if (typeof person === 'string') return { reason: person };
  if (blueprint.inputs.length === 0) return { given: { person, inputs: {} }, known: [person] };
  // An event and a sweep bring the person alone: what their room was made with stands in for the rest, else the defaults do.
  const inputs =
    input.inputs ??
    (await parts.keptRooms.inputsOf(blueprint.name, input.subject)) ??
    readInputs(blueprint, {}, { env: parts.env, from: 'json' }).values;
  const { given, known } = await lookUpInputs(blueprint, inputs, parts);
  return { given: { ...given, person }, known: [person, ...known] };
}

/** The person, or why they cannot be a subject. */
export async function readPerson(
  { subject }: Pick<RunInput, 'subject'>,
  { portal }: Pick<PlanParts, 'portal'>,
): Promise<Person | string> {
  try {
    return await portal.person(personIdOf(subject));
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return 'cannot be read: no such account in the portal';
    if (error instanceof AppError && error.kind === 'forbidden') return explainUnseen(portal);
    throw error;
  }
}

/** An account that may see nobody may make no rooms either: that is a wrong key, and no matter of the subject. */
async function explainUnseen(portal: PlanParts['portal']): Promise<string> {
  const { name, kind } = await portal.self();
  if (kind !== 'user' && kind !== 'guest') return 'cannot be read: the API key may not see this account';
  throw new AppError(
    'forbidden',
    `The API key belongs to ${name} (${kind}), who may neither see other accounts nor create rooms.`,
    { hint: 'Use an API key of a room admin or a DocSpace admin: only they may create rooms.' },
  );
}

function reasonToSkip(
  blueprint: RoomBlueprint,
  person: Person | undefined,
  context: RenderContext,
): string | undefined {
  if (evaluateWhen(blueprint, context)) return undefined;
  if (person?.guest) return 'a guest';
  if (person && !person.active) return person.pending ? 'not active: invited, not signed up yet' : 'not active';
  return `\`when\` is false: ${blueprint.when ?? ''}`;
}
