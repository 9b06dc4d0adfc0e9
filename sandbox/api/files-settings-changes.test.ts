import { expect, test } from 'vitest';
import { aPortal, responseOf } from '../model/a-portal.ts';

const settings = 'GET files/settings';

test.each([
  ['displayfileextension', 'displayFileExtension'],
  ['displayrecent', 'recentSection'],
  ['storeoriginal', 'storeOriginalFiles'],
  ['changedeleteconfrim', 'confirmDelete'],
  ['settings/openeditorinsametab', 'openEditorInSameTab'],
])('files/%s is each person’s own %s, and off without a body', async (path, name) => {
  const { call, owner, person } = aPortal();
  const gina = person('gina', 'guest');
  for (const set of [true, false]) {
    expect((await call(owner, `PUT files/${path}`, { set })).json).toMatchObject({ response: set });
    expect((await call(gina, `PUT files/${path}`, { set: !set })).status).toBe(200);
    expect(responseOf(await call(owner, settings))).toMatchObject({ [name]: set });
  }
  expect((await call(owner, `PUT files/${path}`)).json).toMatchObject({ response: false });
});

test('what holds for everybody is for admins', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  expect((await call(ulf, 'PUT files/settings/external', { set: false })).status).toBe(403);
  expect((await call(owner, 'PUT files/settings/external', { set: false })).json).toMatchObject({ response: false });
  expect((await call(owner, 'PUT files/thirdparty', { set: false })).json).toMatchObject({ response: false });
  expect(responseOf(await call(ulf, settings))).toMatchObject({ externalShare: false, enableThirdParty: false });
});

test('the cleaning of the trash is set with or without its gap', async () => {
  const { call, owner } = aPortal();
  const change = async (body?: unknown) => responseOf(await call(owner, 'PUT files/settings/autocleanup', body));
  expect(await change({ set: true, gap: 'OneWeek' })).toEqual({ isAutoCleanUp: true, gap: 1 });
  expect(responseOf(await call(owner, 'GET files/settings/autocleanup'))).toEqual({ isAutoCleanUp: true, gap: 1 });
  expect(await change({ gap: 6 })).toEqual({ isAutoCleanUp: false, gap: 6 });
  expect(await change()).toMatchObject({ isAutoCleanUp: false });
});

test('the level that links are made with is a list', async () => {
  const { call, owner } = aPortal();
  expect((await call(owner, 'PUT files/settings/dafaultaccessrights', [2, 10])).json).toMatchObject({
    response: [2, 10],
  });
  expect(responseOf(await call(owner, settings))).toMatchObject({ defaultSharingAccessRights: [2, 10] });
});
