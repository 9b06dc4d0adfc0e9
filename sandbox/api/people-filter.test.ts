import { expect, test } from 'vitest';
import { aPortal, listOf } from '../model/a-portal.ts';

function people() {
  const portal = aPortal();
  const { call, owner, person } = portal;
  for (const name of ['ulf', 'uma']) person(name, 'user');
  person('rita', 'room-admin');
  person('gina', 'guest');
  const names = async (path: string) =>
    listOf(await call(owner, `GET ${path}`)).map((it) => it['userName'] ?? it['id']);
  return { ...portal, names };
}

test('people are filtered by payment, by login and by several texts', async () => {
  const { names } = people();
  expect(await names('people/filter?payments=Paid')).toEqual(['olga', 'rita']);
  expect(await names('people/filter?payments=1')).toEqual(['gina', 'ulf', 'uma']);
  expect(await names('people/filter?accountLoginType=SSO')).toEqual([]);
  expect(await names('people/filter?accountLoginType=2&area=People&isAdministrator=false')).toEqual([
    'rita',
    'ulf',
    'uma',
  ]);
  expect(await names('people/filter?filterValue=ulf;uma&filterSeparator=;')).toEqual(['ulf', 'uma']);
  expect(await names('people/filter?filterValue=ulf;uma')).toEqual([]);
});

test('people are searched by a text, in the path and in the query, and by status', async () => {
  const { names, call, person } = people();
  expect(await names('people/@search/ul')).toEqual(['ulf']);
  expect(await names('people/status/Active/search?query=uma')).toEqual(['uma']);
  expect(await names('people/search?query=gina')).toHaveLength(1);
  expect(await names('people?count=2&startIndex=1')).toEqual(['olga', 'rita']);
  expect((await call(person('uwe', 'user'), 'GET people/search?query=gina')).status).toBe(403);
});
