import { InvalidArgumentError, Option, type Command } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { isRecord, parseJson } from '../base/json.ts';
import { nestInputs } from './nest-inputs.ts';
import type { GivenInputs, Io, Target } from './parts.ts';
import { readTextFile } from './read-files.ts';
import { readRoom } from './read-room.ts';

/** A name and what stands behind its `=`. */
interface Pair {
  readonly name: string;
  readonly value: string;
}

const Pairs = z.array(z.object({ name: z.string(), value: z.string() })).default([]);

const Options = z.object({
  person: z.string().optional(),
  room: z.number().optional(),
  input: z.string().optional(),
  set: Pairs,
  secret: Pairs,
});

/** Adds the options that say whom a blueprint is for, or what it is given. */
export function addTargetOptions(command: Command): Command {
  return command
    .addOption(new Option('--person <id|email>', 'whom it is for, where it is for a person').conflicts(['room']))
    .addOption(
      new Option('--room <id>', 'the room, where it is for a room that is there')
        .argParser(readRoom)
        .conflicts(['input', 'set', 'secret']),
    )
    .option('--input <file>', 'its inputs, a JSON or YAML object; - is standard input')
    .option('--set <path=value>', 'one input, such as client.name=Acme; may be given several times', collect(readSet))
    .option(
      '--secret <name=source>',
      'a secret input: name=env:NAME or name=file:PATH, so that it stands on no command line',
      collect(readSecretSource),
    );
}

/** Whom or what a command line names. Errors: `invalid-input`, `not-found` for what cannot be read. */
export async function readTarget(blueprint: string, options: unknown, io: Io): Promise<Target> {
  const { person, room, input, set, secret } = Options.parse(options);
  if (room !== undefined) return { blueprint, room };
  const base = input === undefined ? {} : await readInputFile(input, io);
  const from: GivenInputs['from'] = set.length > 0 || input === undefined ? 'text' : 'json';
  const hasInputs = input !== undefined || set.length > 0 || secret.length > 0;
  if (person !== undefined && !hasInputs) return { blueprint, person };
  const inputs = nestInputs(toRecord(set, '--set'), base);
  const given = { inputs, secrets: await readSecrets(secret, io), from };
  return { blueprint, ...(person === undefined ? {} : { person }), ...given };
}

/** What is given for all rows of a CSV file. */
export async function readGivenForAll(
  options: unknown,
  io: Io,
): Promise<{ readonly inputs: Readonly<Record<string, string>>; readonly secrets: Readonly<Record<string, string>> }> {
  const { set, secret } = Options.parse(options);
  return { inputs: toRecord(set, '--set'), secrets: await readSecrets(secret, io) };
}

/** Gathers an option that may be given several times. */
export function collect<T>(read: (text: string) => T): (text: string, gathered?: readonly T[]) => readonly T[] {
  return (text, gathered = []) => [...gathered, read(text)];
}

/** `name=value`; the name ends at the first `=`. Undefined without one. */
export function splitPair(text: string): Pair | undefined {
  const at = text.indexOf('=');
  return at < 1 ? undefined : { name: text.slice(0, at).trim(), value: text.slice(at + 1) };
}

function readSet(text: string): Pair {
  const pair = splitPair(text);
  if (pair && /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(pair.name)) return pair;
  throw new InvalidArgumentError('Write it like client.name=Acme.');
}

function readSecretSource(text: string): Pair {
  const pair = splitPair(text);
  if (pair && /^[A-Za-z]\w*$/.test(pair.name) && /^(?:env|file):./.test(pair.value)) return pair;
  // What was written is not repeated, as the parser of the command line would: it may be the secret itself.
  throw new AppError('invalid-input', 'A --secret says where its value is, and is not the value.', {
    hint: 'Write it like password=env:ROOM_PASSWORD or password=file:secret.txt.',
  });
}

function toRecord(pairs: readonly Pair[], option: string): Record<string, string> {
  const names = pairs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
  throw new AppError('invalid-input', `The input \`${twice}\` is given twice.`, {
    hint: `Name it once with ${option}.`,
  });
}

async function readSecrets(pairs: readonly Pair[], io: Io): Promise<Record<string, string>> {
  const sources = toRecord(pairs, '--secret');
  const read = Object.entries(sources).map(async ([name, source]) => [name, await readSecret(source, io)] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function readSecret(source: string, { env, stdin }: Io): Promise<string> {
  const place = source.slice(source.indexOf(':') + 1);
  const isFile = source.startsWith('file:');
  const text = isFile ? (await readTextFile(place, stdin)).replace(/\r?\n$/, '') : env[place];
  if (text) return text;
  throw new AppError('invalid-input', isFile ? `The file ${place} is empty.` : `The variable ${place} is not set.`, {
    hint: 'It holds a secret input: see --secret.',
  });
}

async function readInputFile(path: string, { stdin }: Io): Promise<Record<string, unknown>> {
  const text = await readTextFile(path, stdin);
  const value = parseJson(text) ?? parseYaml(text, path);
  if (isRecord(value)) return value;
  throw new AppError('invalid-input', `${path === '-' ? 'Standard input' : path} holds no object.`, {
    hint: 'Write the inputs by their names, such as {"client": {"name": "Acme"}}.',
  });
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const name = path === '-' ? 'standard input' : path;
    const [why = ''] = (error instanceof Error ? error.message : '').split(/ at line |\n/, 1);
    const [place] = error instanceof YAMLParseError && error.linePos ? error.linePos : [];
    const where = place ? `${name}:${place.line}:${place.col}` : name;
    throw new AppError('invalid-input', `${where}: no JSON and no YAML: ${why}`, {
      hint: 'Write an object in JSON or YAML.',
      cause: error,
    });
  }
}
