import { expect, it } from 'vitest';
import { renderTable } from './table.ts';

const columns = [{ title: 'NAME', shrink: true }, { title: 'NOTE', shrink: true, drop: true }, { title: 'ID' }];

it('is as wide as its cells where there is no limit', () => {
  expect(renderTable(columns, [['Ada', 'first of all', '1']], undefined)).toEqual([
    'NAME  NOTE          ID',
    'Ada   first of all  1',
  ]);
});

it('takes from the widest column first', () => {
  const [, row] = renderTable(columns, [['Ada Lovelace', 'wrote the first programme', '12345']], 36);
  expect(row).toBe('Ada Lovelace  wrote the firs…  12345');
});

it('cuts no column below what can be read, and none that may not shrink', () => {
  const [, row = ''] = renderTable(columns, [['Ada Lovelace', 'wrote the first programme', 'a-very-long-id']], 38);
  expect(row).toBe('Ada Lovel…  wrote the…  a-very-long-id');
});

it('leaves a column out where cutting is not enough', () => {
  const lines = renderTable(columns, [['Ada Lovelace', 'wrote the first programme', 'a-very-long-id']], 30);
  expect(lines).toEqual(['NAME          ID', 'Ada Lovelace  a-very-long-id']);
});

it('counts what readers take for letters', () => {
  const [, row] = renderTable(columns, [['👩‍💻 Zoë', 'x', '1']], undefined);
  expect(row).toBe('👩‍💻 Zoë  x     1');
});
