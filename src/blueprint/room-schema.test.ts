import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRecord } from '../base/json.ts';
import { checkBlueprint } from './check-blueprint.ts';
import { parseBlueprint } from './parse-blueprint.ts';
import { RoomDocument } from './room-schema.ts';

const gallery = join(import.meta.dirname, '../../blueprints');

describe('the gallery', async () => {
  const names = (await readdir(gallery, { recursive: true })).filter((name) => name.endsWith('.yaml'));

  it.each(names)('%s is a blueprint without a mistake, named after its file', async (name) => {
    const result = parseBlueprint({ file: name, text: await readFile(join(gallery, name), 'utf8') });
    expect(result).toMatchObject({ ok: true, blueprint: { name: basename(name, '.yaml') } });
    if (result.ok)
      expect(checkBlueprint(result.blueprint, { mailTemplates: ['welcome', 'invited', 'guests-removed'] })).toEqual([]);
  });
});

describe('RoomDocument', () => {
  it('becomes a JSON Schema in which every key is described to authors', () => {
    expect(undescribedKeys(z.toJSONSchema(RoomDocument, { io: 'input' }))).toEqual([]);
  });
});

/** Keys of objects, anywhere in a JSON Schema, that no sentence describes. */
function undescribedKeys(schema: unknown, path = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((inner, index) => undescribedKeys(inner, `${path}/${index}`));
  if (!isRecord(schema)) return [];
  const properties = isRecord(schema['properties']) ? Object.entries(schema['properties']) : [];
  const own = properties.flatMap(([key, inner]) =>
    isRecord(inner) && 'description' in inner ? [] : [`${path}/${key}`],
  );
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => undescribedKeys(inner, `${path}/${key}`))];
}
