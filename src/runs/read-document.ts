import { AppError } from '../base/errors.ts';
import { parseBlueprint } from '../blueprint/parse-blueprint.ts';
import type {
  Blueprint,
  PersonCloseOutBlueprint,
  RoomBlueprint,
  RoomCloseOutBlueprint,
} from '../blueprint/blueprint.ts';
import type { DocumentRecords } from './records.ts';

type Documents = Pick<DocumentRecords, 'read'>;

/** Documents by their hash never change, so one that was read and parsed stays. */
const parsed = new WeakMap<Documents, Map<string, Promise<Blueprint>>>();

/** The blueprint of kind Room that a run started with, however the files look now. */
export async function readRoomDocument(hash: string, documents: Documents): Promise<RoomBlueprint> {
  const blueprint = await readDocument(hash, documents);
  if (blueprint.kind === 'Room') return blueprint;
  throw new AppError('invalid-blueprint', `The blueprint ${blueprint.name} closes rooms out and makes none.`, {
    hint: 'Use: concierge close-out ROOM',
  });
}

/** The same of kind CloseOut, for rooms. */
export async function readCloseOutDocument(hash: string, documents: Documents): Promise<RoomCloseOutBlueprint> {
  const blueprint = await readDocument(hash, documents);
  if (blueprint.kind === 'CloseOut' && blueprint.for === 'room') return blueprint;
  throw new AppError('invalid-blueprint', `The blueprint ${blueprint.name} closes no rooms out.`, {
    hint: 'Use a blueprint of kind CloseOut that is for rooms.',
  });
}

/** The same of kind CloseOut, for a person. */
export async function readPersonCloseOut(hash: string, documents: Documents): Promise<PersonCloseOutBlueprint> {
  const blueprint = await readDocument(hash, documents);
  if (blueprint.kind === 'CloseOut' && blueprint.for === 'person') return blueprint;
  throw new AppError('invalid-blueprint', `The blueprint ${blueprint.name} ends no access of a person.`, {
    hint: 'Use a blueprint of kind CloseOut with `for: person`.',
  });
}

/** The blueprint, of whichever kind. Documents never change, so it is the same whenever a run is resumed. */
export function readDocument(hash: string, documents: Documents): Promise<Blueprint> {
  const known = parsed.get(documents) ?? new Map<string, Promise<Blueprint>>();
  parsed.set(documents, known);
  const already = known.get(hash);
  if (already) return already;
  const reading = readAndParse(hash, documents);
  known.set(hash, reading);
  reading.catch(() => known.delete(hash));
  return reading;
}

async function readAndParse(hash: string, documents: Documents): Promise<Blueprint> {
  const document = await documents.read(hash);
  const result = parseBlueprint(document);
  if (result.ok) return result.blueprint;
  throw new AppError(
    'invalid-blueprint',
    `The document that the run started with is not understood: ${result.issues[0]?.message ?? ''}`,
    {
      hint: 'Apply the blueprint anew.',
    },
  );
}
