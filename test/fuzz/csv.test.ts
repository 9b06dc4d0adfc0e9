import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { existsSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createCsvWorld } from '../support/csv-world.ts';
import { mutatedText, strangersText, tryInputs } from './support/try-inputs.ts';

const heading = 'client.id,client.name,client.email';
const real = [
  `${heading}\nc1,Acme,boss@acme.example\nc2,"Beta, Inc.",b@beta.example\n`,
  `client.id;client.name;client.email;seats\r\nc1;Acme;boss@acme.example;5\r\n`,
];

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const withNames = fc
  .array(strangersText, { minLength: 1, maxLength: 3 })
  .map((names) =>
    [heading, ...names.map((name, at) => `c${String(at)},${quote(name)},a${String(at)}@x.example`)].join('\n'),
  );

/** Cells as a program reads them that knows the delimiter: the last two headings, which are ours, stand beside it. */
function cellsOf(text: string): readonly string[] {
  const delimiter = /run_id(.)error/.exec(text)?.[1] ?? ',';
  const records: string[][] = parse(text, { delimiter, bom: true, relax_column_count: true });
  return records.flat();
}

it('every file is applied or refused with what is wrong, and no cell of the result begins a formula', async () => {
  const world = createCsvWorld();
  const files = fc.oneof(
    mutatedText(real),
    withNames,
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary' }),
  );
  await tryInputs('CSV files', files, async (content) => {
    world.write('in.csv', content);
    rmSync(world.path('out.csv'), { force: true });
    const before = world.state.started.length;
    try {
      const report = await world.apply();
      expect(report.ended).toBe(report.total);
    } catch (error) {
      expect(error).toMatchObject({ kind: 'invalid-input' });
      expect(world.state.started).toHaveLength(before);
      return;
    }
    expect(existsSync(world.path('out.csv'))).toBe(true);
    for (const cell of cellsOf(world.read('out.csv'))) expect(cell).not.toMatch(/^[=@]/);
  });
});
