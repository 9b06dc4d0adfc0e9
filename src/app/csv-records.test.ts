import { expect, it } from 'vitest';
import { createCsvWorld } from '../../test/support/csv-world.ts';
import { findLayout } from './csv-layout.ts';
import { type CsvRecord, readRecords } from './csv-records.ts';

async function readText(text: string | Uint8Array, toleratesCut = false): Promise<CsvRecord[]> {
  const world = createCsvWorld();
  world.write('in.csv', text);
  const { delimiter } = await findLayout(world.path('in.csv'));
  const records: CsvRecord[] = [];
  for await (const record of readRecords(world.path('in.csv'), { delimiter, toleratesCut })) records.push(record);
  return records;
}

it.each([
  ['a,b\n1,2\n', { delimiter: ',', hasBom: false, newline: '\n' }],
  ['\uFEFFa;b,c;d\r\n1;2;3\r\n', { delimiter: ';', hasBom: true, newline: '\r\n' }],
  ['a\tb', { delimiter: '\t', hasBom: false, newline: '\n' }],
  ['"a,b,\n,c";d\n', { delimiter: ';', hasBom: false, newline: '\n' }],
  ['alone\n', { delimiter: ',', hasBom: false, newline: '\n' }],
  ['', { delimiter: ',', hasBom: false, newline: '\n' }],
])('%j is known by its first line', async (text, layout) => {
  const world = createCsvWorld();
  world.write('in.csv', text);
  expect(await findLayout(world.path('in.csv'))).toEqual(layout);
});

it('knows the line of each record, whatever breaks stand in cells and between records', async () => {
  const text = '\uFEFFid;note\r\n1;"two\r\nlines, ""quoted"""\r\n\r\n;\r\n2;plain\n3;"x\n\ny"\n4;last';
  expect(await readText(text)).toEqual([
    { line: 1, cells: ['id', 'note'] },
    { line: 2, cells: ['1', 'two\r\nlines, "quoted"'] },
    { line: 6, cells: ['2', 'plain'] },
    { line: 7, cells: ['3', 'x\n\ny'] },
    { line: 10, cells: ['4', 'last'] },
  ]);
});

it('reads letters that lie across the pieces a file comes in', async () => {
  const name = 'ä€😀'.repeat(20_000);
  const [, row] = await readText(`id,name\n1,${name}\n`);
  expect(row?.cells[1]).toBe(name);
});

it.each([
  ['a,b\n1,2\n3,"4\n5,6\n', 'Line 3 is no CSV: a quote is opened and never closed.'],
  ['a,b\n1,"x\ny"\n3,"4"5\n', 'Line 4 is no CSV: text follows a closing quote.'],
  ['a,b\n1,5" pipe\n', 'Line 2 is no CSV: a quote stands within a cell that is not quoted.'],
  [`a,b\n1,"${'x'.repeat(1_100_000)}`, 'Line 2 is no CSV: the record is longer than 1000000 bytes'],
  [Buffer.from('a,b\n1,2\n3,Müller\n', 'latin1'), 'The file is not UTF-8: line 3 holds other bytes.'],
  [Buffer.from('\uFEFFa\tb\n', 'utf16le'), 'The file is not UTF-8: line 1 holds other bytes.'],
])('refuses %j', async (text, message) => {
  await expect(readText(text)).rejects.toThrow(message);
});

it('leaves out a last record that was cut in half, where that is told, and keeps those before', async () => {
  expect(await readText('a,b\n1,2\n3,"4\n5', true)).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
  ]);
});
