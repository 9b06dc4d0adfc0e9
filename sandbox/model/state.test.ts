import { expect, test } from 'vitest';
import { createApi } from '../api/create-api.ts';
import { routes } from '../api/routes.ts';
import { aPortal, idOf, keyOf } from './a-portal.ts';
import { dumpState, loadState } from './state.ts';

test('a dumped state loads to the same state, indexes included', async () => {
  const { call, owner, person, portal } = aPortal();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 6, tags: ['a'] }));
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: person('ulf', 'user').id, access: 11 }] });
  await call(owner, `PUT files/rooms/${room}/pin`, {});
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' });
  const dumped = dumpState(portal.state);
  const loaded = loadState(JSON.parse(JSON.stringify(dumped)));
  expect(dumpState(loaded)).toEqual(dumped);
  expect(loaded.indexes).toEqual(portal.state.indexes);
});

test('a portal goes on with a state that replaces its own', async () => {
  const { call, owner, portal } = aPortal();
  await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 });
  const before = loadState(dumpState(portal.state));
  await call(owner, 'POST files/rooms', { title: 'B', roomType: 5 });
  const api = createApi(portal, routes);
  portal.state = before;
  const answer = await api.request('/api/2.0/files/rooms', { headers: { authorization: `Bearer ${keyOf(owner)}` } });
  expect(await answer.json()).toMatchObject({ response: { total: 1 } });
});

test('anything else than a dumped state is refused', () => {
  expect(() => loadState({ accounts: 'none' })).toThrow();
});
