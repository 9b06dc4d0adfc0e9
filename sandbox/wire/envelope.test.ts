import { expect, test } from 'vitest';
import { pruneFields, wrapSuccess, writeJson } from './envelope.ts';

const meta = { method: 'GET', url: 'http://portal.test/' };

test('null properties are left out at every depth', () => {
  expect(writeJson({ a: null, b: { c: null, d: 0 } })).toBe('{"b":{"d":0}}');
});

test.each([
  ['a list', [{}, {}], 2],
  ['a single object', {}, 1],
  ['nothing', undefined, 0],
  ['a list of texts', ['a', 'b'], 2],
  ['a list of numbers, which counts as one object', [1, 2, 3], 1],
])('count of %s', (_name, response, count) => {
  expect(wrapSuccess(response, meta)).toMatchObject({ count });
});

test('an action may set count and total itself', () => {
  expect(wrapSuccess([{}], { ...meta, count: 5, total: 9 })).toMatchObject({ count: 5, total: 9 });
});

const listing = {
  folders: [{ id: 1, title: 'Acme', createdBy: { id: 'a', displayName: 'Ann' }, security: { Read: true } }],
  current: { id: 9, title: 'Rooms' },
  total: 1,
};

test.each([
  ['a list with commas', ['total,current'], { current: listing.current, total: 1 }],
  ['repeated names', ['total', 'current'], { current: listing.current, total: 1 }],
  ['paths into lists', ['folders.id', 'current.title'], { folders: [{ id: 1 }], current: { title: 'Rooms' } }],
  ['paths of three parts', ['folders.createdBy.displayName'], { folders: [{ createdBy: { displayName: 'Ann' } }] }],
  ['all below a name', ['folders.security'], { folders: [{ security: { Read: true } }] }],
  ['a name in another case', ['Total'], {}],
  ['an empty text', [''], listing],
])('fields as %s', (_name, fields, left) => {
  expect(pruneFields(listing, fields)).toEqual(left);
});
