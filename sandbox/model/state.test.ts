import { expect, test } from 'vitest';
import * as z from 'zod';
import { createApi } from '../api/create-api.ts';
import { routes } from '../api/routes.ts';
import { aPortal, idOf, keyOf } from './a-portal.ts';
import { dumpState, loadState } from './snapshot.ts';

test('a dumped state loads to the same state, indexes included', async () => {
  const { call, owner, person, portal } = aPortal();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 6, tags: ['a'] }));
  const [ulf, uta] = [person('ulf', 'user'), person('uta', 'user')];
  const share = (id: string, access: number) =>
    call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id, access }] });
  for (const id of [ulf.id, uta.id]) await share(id, 11);
  await share(uta.id, 0);
  await call(owner, 'POST files/roomtemplate', { roomId: room, title: 'T' });
  await call(owner, `PUT files/rooms/${room}/pin`, {});
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' });
  const dumped = dumpState(portal.state);
  const loaded = loadState(JSON.parse(JSON.stringify(dumped)));
  expect(dumpState(loaded)).toEqual(dumped);
  expect(loaded.indexes).toEqual(portal.state.indexes);
  expect(loaded.exclusions).toEqual(new Map([[room, new Set([uta.id])]]));
  expect(loaded.templateJobs).toMatchObject({ template: { isCompleted: true } });
});

test('a state from before there were templates is read, too', () => {
  const { portal } = aPortal();
  const dumped = z.looseObject({}).parse(dumpState(portal.state));
  const old = Object.entries(dumped).filter(([name]) => name !== 'exclusions' && name !== 'templateJobs');
  expect(loadState(Object.fromEntries(old))).toMatchObject({ templateJobs: {}, exclusions: new Map() });
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
