import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createInstallation,
  type Installation,
  runById,
  runsFor,
  settledRun,
  type TestRun,
} from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer, type TestMailServer } from '../support/smtp.ts';
import { describeEvent, portalNumbers, signDelivery, type TestPerson } from '../support/test-portal.ts';

const folders = ['Documents', 'Personal', 'Shared with me'];

let mail: TestMailServer;
let installation: Installation;
let service: ServiceProcess;

beforeAll(async () => {
  mail = await startMailServer();
  installation = await createInstallation({ smtpUrl: mail.url });
  service = await installation.start();
  await installation.portal.registerWebhook(service.url);
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
});

async function templateTitles(): Promise<readonly string[]> {
  const { portal } = installation;
  const ids = (portal.blueprintEnv['HOME_TEMPLATE_FILE_IDS'] ?? '').split(',');
  const files = await Promise.all(ids.map((id) => portal.asOwner(`GET files/file/${id}`)));
  return files.map((file) => String(Reflect.get(Object(file), 'title'))).toSorted();
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.id.localeCompare(b.id));
}

async function expectHomeRoom(person: TestPerson, run: TestRun, level: number): Promise<void> {
  const { portal } = installation;
  const titles = await templateTitles();
  expect(titles).toHaveLength(3);
  expect(run).toMatchObject({ state: 'done', remarks: [], room: { title: `Home – ${person.name}` } });
  expect(await portal.rooms(`Home – ${person.name}`)).toHaveLength(1);
  expect(await portal.picture(run.room?.id ?? 0)).toEqual({
    title: `Home – ${person.name}`,
    type: portalNumbers.collaborationRoom,
    tags: ['home'],
    folders,
    files: titles,
    members: byId([
      { id: person.id, access: level },
      { id: portal.ids.groups.people, access: portalNumbers.viewer },
    ]),
  });
}

it('gives a new member a home room and tells them by mail', async () => {
  const person = await installation.portal.addPerson({ firstName: 'Ada' });
  const run = await settledRun(person, service);
  await expectHomeRoom(person, run, portalNumbers.contentCreator);

  const mails = mail.mails.filter(({ envelope }) => envelope.to.includes(person.email));
  expect(mails).toHaveLength(1);
  const { subject, text = '', html = '', from } = mails[0]?.message ?? {};
  expect(subject).toBe('Welcome to DocSpace');
  expect(from?.address).toBe('concierge@halden-moor.example');
  const url = run.room?.url ?? 'no address';
  expect(url).toContain(installation.portal.url);
  for (const body of [text, html]) {
    expect(body).toContain('Hello Ada, your personal home room has been created.');
    expect(body).toContain(url);
  }
});

it('makes a room admin the manager of their own room', async () => {
  const person = await installation.portal.addPerson({ firstName: 'Grace', type: 'RoomAdmin' });
  await expectHomeRoom(person, await settledRun(person, service), portalNumbers.roomManager);
});

it('takes any name: the portal cleans the title, the mail is escaped', async () => {
  const { portal } = installation;
  const guest = await portal.addPerson({ firstName: 'Mallory', lastName: 'Lovelace', type: 'Guest' });
  expect(await settledRun(guest, service)).toMatchObject({ state: 'skipped' });
  const firstName = `<b>"Bobby"</b> / O'Neil 🦊`;
  await portal.changeQuietly(guest.id, { firstName });
  await portal.asOwner('PUT people/type/User', { userIds: [guest.id] });

  const run = await settledRun(guest, service, 2);
  const title = `Home – _b__Bobby___b_ _ O'Neil __ Lovelace`;
  expect(run).toMatchObject({ state: 'done', room: { title } });
  expect(await portal.picture(run.room?.id ?? 0)).toMatchObject({ title, folders });
  const sent = mail.mails.find(({ envelope }) => envelope.to.includes(guest.email));
  expect(sent?.message.text).toContain(`Hello ${firstName}, your personal`);
  expect(sent?.message.html).toContain('&lt;b&gt;');
  expect(sent?.message.html).not.toContain('<b>');
});

it('has no room for a guest, and makes one when the guest becomes a member', async () => {
  const { portal } = installation;
  const person = await portal.addPerson({ firstName: 'Joan', type: 'Guest' });
  expect(await settledRun(person, service)).toMatchObject({ state: 'skipped', reason: 'a guest' });
  expect(await portal.rooms(`Home – ${person.name}`)).toEqual([]);

  await portal.asOwner('PUT people/type/User', { userIds: [person.id] });
  await expectHomeRoom(person, await settledRun(person, service, 2), portalNumbers.contentCreator);
});

it('skips who is not active and who cannot be read, and says why', async () => {
  const { ids } = installation.portal;
  const cases = [
    { id: ids.people.maya, reason: 'not active: invited, not signed up yet' },
    { id: ids.people.robert, reason: 'not active' },
    { id: '00000000-1111-2222-3333-444444444444', reason: 'cannot be read: no such account in the portal' },
  ];
  for (const [index, { id, reason }] of cases.entries()) {
    const answer = await service.request('/docspace/webhook', signDelivery(describeEvent(id, { id: 9_000 + index })));
    expect(answer.status).toBe(200);
    expect(await settledRun({ id }, service)).toMatchObject({ state: 'skipped', reason });
  }
});

it('makes one room however often and however many at once the events come', async () => {
  const { portal } = installation;
  const person = await portal.addPerson({ firstName: 'Katherine', type: 'Guest' });
  await settledRun(person, service);
  // Nobody is told of this change: all deliveries that follow are about a member without a room.
  await portal.changeQuietly(person.id, { type: 'user' });

  const same = signDelivery(describeEvent(person.id, { id: 9_100 }));
  const others = Array.from({ length: 10 }, (_, index) =>
    signDelivery(describeEvent(person.id, { id: 9_101 + index, trigger: 'user.updated' })),
  );
  const requests = [...Array.from({ length: 10 }, () => same), ...others];
  const answers = await Promise.all(requests.map((request) => service.request('/docspace/webhook', request)));
  expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 200));

  await settledRun(person, service, 12);
  const runs = await runsFor(person, service);
  expect(runs.map(({ state }) => state).toSorted()).toEqual([
    'done',
    ...Array.from({ length: 10 }, () => 'nothing-to-do'),
    'skipped',
  ]);
  const made = runs.find(({ state }) => state === 'done');
  await expectHomeRoom(person, await runById(made?.id ?? '', service), portalNumbers.contentCreator);
  expect(mail.mails.filter(({ envelope }) => envelope.to.includes(person.email))).toHaveLength(1);
});

it('keeps the room as it is when the person is renamed', async () => {
  const { portal } = installation;
  const person = await portal.addPerson({ firstName: 'Mary', lastName: 'Ross' });
  const run = await settledRun(person, service);
  await portal.asOwner(`PUT people/${person.id}`, { lastName: 'Jackson' });
  expect(await settledRun(person, service, 2)).toMatchObject({ state: 'nothing-to-do', room: { id: run.room?.id } });
  expect(await portal.rooms('Home – Mary Jackson')).toEqual([]);
  await expectHomeRoom(person, run, portalNumbers.contentCreator);
});
