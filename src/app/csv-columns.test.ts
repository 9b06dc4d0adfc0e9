import { expect, it } from 'vitest';
import { listIssues } from '../cli/list-issues.ts';
import { mapColumns } from './csv-columns.ts';

const inputs = [
  { path: 'client.id', required: true, secret: false },
  { path: 'client.name', required: true, secret: false },
  { path: 'manager', required: false, secret: false },
];
const usual = { inputs, map: [], ignoreColumns: false, given: [] };

function pathsOf(headings: readonly string[], changes: Partial<Parameters<typeof mapColumns>[1]> = {}) {
  return mapColumns(headings, { ...usual, ...changes }).map(({ input }) => input?.path);
}

function mistakesOf(headings: readonly string[], changes: Partial<Parameters<typeof mapColumns>[1]> = {}): string[] {
  try {
    pathsOf(headings, changes);
    return [];
  } catch (error) {
    return listIssues(error).map(({ path, message }) => `${path} ${message}`);
  }
}

it('knows columns by the paths of inputs in any case, and by what they are mapped to', () => {
  expect(pathsOf(['Client.ID', ' client.name ', 'MANAGER'])).toEqual(['client.id', 'client.name', 'manager']);
  const map = [{ heading: 'kunde', path: 'client.name' }];
  expect(pathsOf(['Kunde', 'client.id'], { map })).toEqual(['client.name', 'client.id']);
});

it('names everything that does not come out at once', () => {
  const map = [
    { heading: 'Kunden', path: 'client.name' },
    { heading: 'manager', path: 'client.nmae' },
  ];
  expect(mistakesOf(['client.di', 'Kunde', '', 'manager', 'colour'], { map })).toEqual([
    '--map "Kunden" is no column; did you mean `Kunde`?',
    '--map "manager" leads to no input: client.nmae; did you mean `client.name`?',
    'column "client.di" is no input; did you mean `client.id`?',
    'column "Kunde" is no input; known: `client.id`, `client.name`, `manager`',
    'column 3 has no heading',
    'column "colour" is no input; known: `client.id`, `client.name`, `manager`',
    'client.id has no column, and must be given',
    'client.name has no column, and must be given',
  ]);
});

it('leaves columns alone that are no inputs, where that is told', () => {
  expect(pathsOf(['client.id', 'client.name', 'colour', ''], { ignoreColumns: true })).toEqual([
    'client.id',
    'client.name',
    undefined,
    undefined,
  ]);
});

it('takes what is given for all rows, and nothing twice', () => {
  expect(pathsOf(['client.id'], { given: ['client.name'] })).toEqual(['client.id']);
  expect(mistakesOf(['client.id', 'Client.Id', 'client.name'], { given: ['client.name', 'colour'] })).toEqual([
    '--set or --secret colour is no input; known: `client.id`, `client.name`, `manager`',
    'column "Client.Id" gives client.id, as does column "client.id"',
    'column "client.name" gives client.name, as does --set or --secret',
  ]);
});
