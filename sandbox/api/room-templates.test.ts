import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';
import { dumpState, loadState } from '../model/snapshot.ts';
import { putGroup } from '../model/state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const groupId = '00000000-0000-4000-8000-0000000000aa';

/** A custom room of a room admin with a folder in a folder, two files, a member, and its template. */
async function aTemplate(body: Record<string, unknown> = {}) {
  const portal = aPortal();
  const { call, person } = portal;
  const [rita, ulf] = [person('rita', 'room-admin'), person('ulf', 'user')];
  const source = await call(rita, 'POST files/rooms', {
    ...{ title: 'Source', roomType: 5, tags: ['client'], denyDownload: true, indexing: true },
    lifetime: { value: 1, period: 0, enabled: true },
  });
  const room = idOf(source);
  const folder = idOf(await call(rita, `POST files/folder/${room}`, { title: 'Contracts' }));
  await call(rita, `POST files/folder/${folder}`, { title: 'Signed' });
  await call(rita, `POST files/${folder}/text`, { title: 'terms', content: 'x' });
  await call(rita, `POST files/${room}/text`, { title: 'welcome', content: 'hello' });
  await call(rita, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  await call(rita, 'POST files/roomtemplate', { roomId: room, title: 'Standard', ...body });
  const template = Number(responseOf(await call(rita, 'GET files/roomtemplate/status'))['templateId']);
  portal.events.splice(0);
  const make = (title: string, who = rita, more: Record<string, unknown> = {}) =>
    call(who, 'POST files/rooms/fromTemplate', { templateId: template, title, ...more });
  const status = (who = rita) => call(who, 'GET files/rooms/fromTemplate/status');
  const made = async () => Number(responseOf(await status())['roomId']);
  return { ...portal, rita, ulf, room, template, make, status, made };
}

test('a template has the contents, the type and the tags of its room, and no members', async () => {
  const { call, rita, room, template } = await aTemplate();
  const listed = responseOf(await call(rita, 'GET files/rooms?searchArea=Templates'));
  expect(listed).toMatchObject({
    current: { rootFolderType: 30 },
    folders: [{ id: template, title: 'Standard', roomType: 5, rootFolderType: 30, tags: ['client'], filesCount: 2 }],
    total: 1,
  });
  expect(responseOf(await call(rita, 'GET files/rooms'))).toMatchObject({ folders: [{ id: room }], total: 1 });
  expect(listOf(await call(rita, `GET files/rooms/${template}/share`))).toHaveLength(1);
});

test('making a template answers with its job; only who may edit the room makes one, and not of a folder', async () => {
  const { call, rita, owner, room, ulf, template } = await aTemplate();
  const answer = await call(rita, 'POST files/roomtemplate', { roomId: room, title: 'A' });
  expect(responseOf(answer)).toEqual({ templateId: -1, progress: 0, isCompleted: false });
  expect(responseOf(await call(rita, 'GET files/roomtemplate/status'))).toMatchObject({
    progress: 100,
    isCompleted: true,
  });
  for (const who of [owner, ulf])
    expect((await call(who, 'POST files/roomtemplate', { roomId: room, title: 'A' })).status).toBe(403);
  for (const roomId of [template, 999])
    expect((await call(rita, 'POST files/roomtemplate', { roomId, title: 'A' })).status).toBe(404);
});

test('a template is for its owner and whom it is shared with, of those who may make rooms', async () => {
  const portal = aPortal();
  const { call, person, owner } = portal;
  const [rita, rolf, ada, ulf] = [
    person('rita', 'room-admin'),
    person('rolf', 'room-admin'),
    person('ada', 'docspace-admin'),
    person('ulf', 'user'),
  ];
  putGroup(portal.portal.state, { id: groupId, name: 'HR', memberIds: [ada.id, ulf.id] });
  const room = idOf(await call(rita, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const share = { share: [rolf.email, ulf.email], groups: [groupId] };
  await call(rita, 'POST files/roomtemplate', { roomId: room, title: 'T', ...share });
  const id = Number(responseOf(await call(rita, 'GET files/roomtemplate/status'))['templateId']);
  const readers = async () => {
    const answers = [];
    for (const who of [rita, rolf, ada, owner, ulf]) answers.push((await call(who, `GET files/rooms/${id}`)).status);
    return answers;
  };
  expect(await readers()).toEqual([200, 200, 200, 403, 403]);
  expect((await call(rita, `GET files/roomtemplate/${id}/public`)).json).toMatchObject({ response: false });
  expect((await call(owner, `GET files/roomtemplate/${id}/public`)).status).toBe(403);
  expect((await call(owner, 'PUT files/roomtemplate/public', { id, public: true })).status).toBe(403);
  expect((await call(rita, 'PUT files/roomtemplate/public', { id, public: true })).status).toBe(200);
  expect((await call(owner, `GET files/roomtemplate/${id}/public`)).json).toMatchObject({ response: true });
  expect(await readers()).toEqual([200, 200, 200, 200, 403]);
  await call(rita, 'PUT files/roomtemplate/public', { id, public: false });
  expect(await readers()).toEqual([200, 403, 403, 403, 403]);
  expect((await call(rita, `GET files/roomtemplate/${room}/public`)).status).toBe(404);
});

test('a template takes readers only, is answered as missing where it is asked to act as a room, and is deleted by its owner', async () => {
  const { call, rita, owner, ulf, template } = await aTemplate();
  const share = (id: string, access: number) =>
    call(rita, `PUT files/rooms/${template}/share`, { invitations: [{ id, access }] });
  expect((await share(owner.id, 2)).status).toBe(200);
  expect((await share(owner.id, 9)).status).toBe(403);
  expect((await share(ulf.id, 2)).status).toBe(403);
  for (const operation of [`PUT files/rooms/${template}/archive`, `PUT files/rooms/${template}/links`])
    expect((await call(rita, operation, {})).status).toBe(404);
  expect((await call(owner, `DELETE files/rooms/${template}`, {})).status).toBe(403);
  await call(rita, `DELETE files/rooms/${template}`, {});
  expect((await call(rita, `GET files/rooms/${template}`)).status).toBe(404);
});

test('a room from a template has its contents and not its members; room.created comes before the contents', async () => {
  const { call, rita, make, made, portal, events } = await aTemplate();
  portal.templateConditions.delayMs = 1000;
  expect(responseOf(await make('Fresh'))).toEqual({ roomId: -1, progress: 0, isCompleted: false });
  expect(events.map(({ trigger, payload }) => [trigger, payload['title']])).toEqual([['room.created', 'Fresh']]);
  const id = events[0]?.entity.id;
  expect(responseOf(await call(rita, `GET files/rooms/${String(id)}`))).toMatchObject({ filesCount: 0 });
  vi.advanceTimersByTime(1000);
  expect(await made()).toBe(id);
  const room = responseOf(await call(rita, `GET files/rooms/${String(id)}`));
  expect(room).toMatchObject({ title: 'Fresh', roomType: 5, tags: ['client'], filesCount: 2, foldersCount: 2 });
  expect(room).toMatchObject({ rootFolderType: 14, indexing: true, denyDownload: true });
  expect(room).not.toHaveProperty('lifetime');
  expect(listOf(await call(rita, `GET files/rooms/${String(id)}/share`))).toHaveLength(1);
  expect(events).toHaveLength(1);
});

test('what is sent beats what the template has', async () => {
  const { call, rita, make, made } = await aTemplate();
  await make('Other', rita, { tags: ['a'], indexing: false, denyDownload: false, quota: 500 });
  expect(responseOf(await call(rita, `GET files/rooms/${await made()}`))).toMatchObject({
    ...{ tags: ['a'], indexing: false, denyDownload: false, quotaLimit: 500 },
  });
});

test('the portal does one such job at a time: another is dropped and answered with the running one', async () => {
  const { call, rita, owner, make, status, portal, events } = await aTemplate({ public: true });
  expect((await status()).json).not.toHaveProperty('response');
  portal.templateConditions.delayMs = 1000;
  await make('First');
  expect(responseOf(await make('Second', owner))).toEqual({ roomId: -1, progress: 0, isCompleted: false });
  expect(responseOf(await status(owner))).toMatchObject({ isCompleted: false });
  vi.advanceTimersByTime(1000);
  expect(responseOf(await status(owner))).toMatchObject({ progress: 100, isCompleted: true });
  expect(events.map(({ payload }) => payload['title'])).toEqual(['First']);
  portal.templateConditions.delayMs = 0;
  await make('Third', owner);
  expect(events.map(({ payload }) => payload['title'])).toEqual(['First', 'Third']);
  expect(responseOf(await call(rita, 'GET files/rooms'))).toMatchObject({ total: 2 });
});

test('when the contents cannot be copied the room is gone again without an event, and the job says why', async () => {
  const { call, rita, make, status, portal, events } = await aTemplate();
  portal.templateConditions.fail = true;
  expect((await make('Doomed')).status).toBe(200);
  const job = responseOf(await status());
  expect(job).toMatchObject({ roomId: -1, isCompleted: true });
  expect(String(job['error'])).not.toBe('');
  expect(events.map(({ trigger }) => trigger)).toEqual(['room.created']);
  expect((await call(rita, `GET files/rooms/${String(events[0]?.entity.id)}`)).status).toBe(404);
});

test('a room over the tariff is an error of the job, not of the call', async () => {
  const { make, status, portal, events } = await aTemplate();
  portal.state.settings.roomLimit = 1;
  expect((await make('Too many')).status).toBe(200);
  expect(responseOf(await status())).toMatchObject({
    ...{ roomId: -1, isCompleted: true },
    error: 'The number of rooms exceeds the tariff: 1',
  });
  expect(events).toEqual([]);
});

test('from a template: who may not make rooms is 403, an unreadable or ordinary one 404, a blank title 400', async () => {
  const { call, rita, owner, ulf, room, make } = await aTemplate();
  expect((await make('A', ulf)).status).toBe(403);
  expect((await make('A', owner)).status).toBe(404);
  expect((await make(' ')).status).toBe(400);
  expect((await call(rita, 'POST files/rooms/fromtemplate', { templateId: room, title: 'A' })).status).toBe(404);
  expect((await call(rita, 'POST files/rooms/fromtemplate', { title: 'A' })).status).toBe(400);
});

test('a template is made public under its own path too, and listed among the templates', async () => {
  const { call, rita, owner, template } = await aTemplate();
  await call(rita, `PUT files/roomtemplate/${template}/public`, { public: true });
  expect((await call(owner, `GET files/roomtemplate/${template}/public`)).json).toMatchObject({ response: true });
  expect((await call(owner, 'GET files/rooms?searchArea=Templates')).json).toMatchObject({
    response: { total: 1, folders: [{ id: template }], current: { rootFolderType: 30 } },
  });
  expect((await call(owner, `PUT files/roomtemplate/${template}/public`, { public: false })).status).toBe(403);
});

test('a job under way does not outlive a state that is written down and read again', async () => {
  const { make, status, portal, rita } = await aTemplate();
  portal.templateConditions.delayMs = 1000;
  await make('Half');
  portal.state = loadState(dumpState(portal.state));
  expect((await status(rita)).json).not.toHaveProperty('response');
  vi.advanceTimersByTime(1000);
  expect((await status(rita)).json).not.toHaveProperty('response');
});
