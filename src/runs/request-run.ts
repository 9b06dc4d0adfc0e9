import { AppError } from '../base/errors.ts';
import type { Sealer } from '../base/seal.ts';
import { isStorable } from '../base/storable.ts';
import type { Blueprint, CloseOutBlueprint, RoomBlueprint } from '../blueprint/blueprint.ts';
import { keyOf, readInputs } from '../blueprint/inputs.ts';
import type { Lookups } from './lookups.ts';
import type { RunInput, RunOptions } from './records.ts';
import type { RunCause } from './run.ts';
import { runIdOf } from './start-run.ts';
import { keySubject, personSubject, roomSubject } from './subject.ts';

/** For whom a blueprint is to be applied: a person, what its inputs say, or a room that is there. */
export type RunTarget = ({ readonly person: string } & Partial<GivenInputs>) | GivenInputs | { readonly room: number };

interface GivenInputs {
  readonly inputs: unknown;
  /** Secret inputs by their names, which never stand among the others. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** `text`: every value is a text, as from a command line or a CSV file. */
  readonly from: 'json' | 'text';
}

export interface RunRequest {
  readonly blueprint: { readonly blueprint: Blueprint; readonly hash: string };
  readonly target: RunTarget;
  readonly cause: RunCause;
  /** What tells this request from another for the same subject: the same again is the same run. */
  readonly requestId: string;
  readonly options: RunOptions;
}

interface RequestParts {
  readonly lookups: Pick<Lookups, 'person'>;
  readonly env: Readonly<Record<string, string>>;
  readonly sealer: Sealer;
}

/**
 * What a request starts, checked as far as that is possible without the run: everything that is wrong with its inputs is said at once.
 * Secret inputs are sealed before they are stored anywhere.
 * Errors: `invalid-input` with all `issues`; `not-found` for an unknown e-mail address; `invalid-blueprint` for the wrong kind.
 */
export async function readRequest(request: RunRequest, parts: RequestParts): Promise<RunInput> {
  const { cause, requestId, options, blueprint: loaded } = request;
  const { blueprint, hash } = loaded;
  const { subject, ...given } = await readTarget(request, parts);
  if (!isStorable([subject, given.inputs])) {
    throw new AppError(
      'invalid-input',
      'An input holds a text that cannot be stored (U+0000, or half a surrogate pair).',
      {
        hint: 'Remove the character; nobody can see it.',
      },
    );
  }
  const runId = runIdOf(blueprint.name, subject, requestId);
  return { runId, attempt: 1, blueprint: blueprint.name, documentHash: hash, subject, cause, ...given, options };
}

type Given = Pick<RunInput, 'subject' | 'inputs' | 'sealed'>;

async function readTarget({ blueprint: { blueprint }, target }: RunRequest, parts: RequestParts): Promise<Given> {
  if (blueprint.kind === 'CloseOut') return readForCloseOut(blueprint, target, parts);
  if ('room' in target) {
    if (blueprint.for === 'room') return { subject: roomSubject(target.room) };
    throw new AppError('invalid-input', `The blueprint ${blueprint.name} is not for a room that is there.`, {
      hint: 'Name one with `for: room`, or one of kind CloseOut.',
    });
  }
  if ('person' in target) return readForPerson(blueprint, target, parts);
  if (blueprint.for === 'person') throw wrongTarget(blueprint, 'is for a person', 'Name the person by id or e-mail.');
  if (blueprint.for === 'room')
    throw wrongTarget(blueprint, 'is for a room that is there', 'Name the room: --room NUMBER.');
  const given = readGiven(blueprint, target, parts);
  return { subject: keySubject(keyOf(blueprint, given.inputs, parts.env)), ...given };
}

async function readForCloseOut(blueprint: CloseOutBlueprint, target: RunTarget, parts: RequestParts): Promise<Given> {
  if (blueprint.for === 'room') {
    if ('room' in target) return { subject: roomSubject(target.room) };
    throw new AppError('invalid-input', `The blueprint ${blueprint.name} closes rooms out.`, { hint: 'Name a room.' });
  }
  if ('person' in target && isWithoutInputs(target)) return { subject: await readPerson(target.person, parts) };
  const hint = 'Name the person by id or e-mail, and nothing else: it takes no inputs.';
  throw wrongTarget(blueprint, 'ends the access of a person', hint);
}

/** A request of the API for a person may bring an empty object. */
function isWithoutInputs({ inputs, secrets }: Partial<GivenInputs>): boolean {
  return [inputs ?? {}, secrets ?? {}].every((given) => typeof given === 'object' && Object.keys(given).length === 0);
}

async function readForPerson(
  blueprint: RoomBlueprint,
  target: Extract<RunTarget, { person: string }>,
  parts: RequestParts,
): Promise<Given> {
  const { person, inputs = {}, from = 'json', ...rest } = target;
  if (blueprint.for !== 'person') throw wrongTarget(blueprint, 'is not for a person', 'Give its inputs instead.');
  const subject = await readPerson(person, parts);
  if (blueprint.inputs.length === 0 && target.inputs === undefined) return { subject };
  return { subject, ...readGiven(blueprint, { inputs, from, ...rest }, parts) };
}

function readGiven(blueprint: RoomBlueprint, target: GivenInputs, { env, sealer }: RequestParts) {
  const { values, secrets } = readInputs(blueprint, withSecrets(target), { env, from: target.from });
  const sealed = Object.entries(secrets).map(([name, text]) => [name, sealer.seal(text)] as const);
  return { inputs: values, ...(sealed.length > 0 ? { sealed: Object.fromEntries(sealed) } : {}) };
}

function withSecrets({ inputs, secrets = {} }: GivenInputs): unknown {
  if (Object.keys(secrets).length === 0) return inputs;
  return typeof inputs === 'object' && inputs !== null ? { ...inputs, ...secrets } : inputs;
}

async function readPerson(idOrEmail: string, { lookups }: RequestParts): Promise<string> {
  if (!idOrEmail.includes('@')) return personSubject(idOrEmail);
  const person = await lookups.person(idOrEmail);
  if (person) return personSubject(person.id);
  throw new AppError('not-found', `The portal knows nobody with the e-mail ${idOrEmail}.`, {
    hint: 'Check the address; invite the person to the portal first.',
  });
}

function wrongTarget({ name }: Pick<Blueprint, 'name'>, what: string, hint: string): AppError {
  return new AppError('invalid-input', `The blueprint ${name} ${what}.`, { hint });
}
