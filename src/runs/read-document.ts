import { AppError } from '../base/errors.ts';
import { parseBlueprint } from '../blueprint/parse-blueprint.ts';
import type { RoomBlueprint } from '../blueprint/room-schema.ts';
import type { DocumentRecords } from './records.ts';

type Documents = Pick<DocumentRecords, 'read'>;

/** Documents by their hash never change, so one that was read and parsed stays. */
const parsed = new WeakMap<Documents, Map<string, Promise<RoomBlueprint>>>();

/** The blueprint that a run started with, however the files look now. */
export function readDocument(hash: string, documents: Documents): Promise<RoomBlueprint> {
  const known = parsed.get(documents) ?? new Map<string, Promise<RoomBlueprint>>();
  parsed.set(documents, known);
  const already = known.get(hash);
  if (already) return already;
  const reading = readAndParse(hash, documents);
  known.set(hash, reading);
  reading.catch(() => known.delete(hash));
  return reading;
}

async function readAndParse(hash: string, documents: Documents): Promise<RoomBlueprint> {
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
