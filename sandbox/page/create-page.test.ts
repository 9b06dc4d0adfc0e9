import { expect, test } from 'vitest';
import * as z from 'zod';
import { aSandbox } from '../control/a-sandbox.ts';
import { demoIds } from '../seed/demo-ids.ts';
import { parseSeed } from '../seed/read-seed.ts';

const Link = z.object({
  response: z.object({ sharedLink: z.object({ id: z.string(), shareLink: z.string(), requestToken: z.string() }) }),
});

/** A custom room of the portal's owner with its primary link. */
async function aLink(type: 'primary' | 'invitation' = 'primary') {
  const portal = await aSandbox();
  const { api, sandbox } = portal;
  const made = z
    .object({ response: z.object({ id: z.number() }) })
    .parse((await api('POST files/rooms', { title: 'A & B', roomType: 5 })).json);
  const room = made.response.id;
  const answer =
    type === 'primary'
      ? await api(`GET files/rooms/${room}/link`)
      : await api(`PUT files/rooms/${room}/links`, { linkType: 0, access: 10, maxUseCount: 1 });
  const { id, shareLink, requestToken } = Link.parse(answer.json).response.sharedLink;
  const open = async (address = shareLink) => {
    const reply = await fetch(address);
    return { status: reply.status, text: await reply.text(), type: reply.headers.get('content-type') };
  };
  const change = (body: Record<string, unknown>) =>
    api(`PUT files/rooms/${room}/links`, { linkId: id, linkType: 1, access: 2, ...body });
  const long = `${sandbox.url}/rooms/share?key=${requestToken}`;
  return { ...portal, room, open, change, long, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('both addresses of an external link show its room while it is valid', async () => {
  await using link = await aLink();
  for (const address of [undefined, link.long]) {
    const page = await link.open(address);
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=UTF-8' });
    expect(page.text).toContain('A &amp; B');
    expect(page.text).toContain('Viewer');
  }
});

test.each([
  ['past its date', { expirationDate: '2020-01-01T00:00:00Z' }, 410],
  ['deleted', { access: 0 }, 410],
  ['with a password', { password: 'long-enough-1' }, 403],
  ['for people with an account', { internal: true }, 403],
])('an external link %s shows nothing of its room', async (_case, change, status) => {
  await using link = await aLink();
  expect((await link.change(change)).status).toBe(200);
  for (const address of [undefined, link.long]) {
    const page = await link.open(address);
    expect(page.status).toBe(status);
    expect(page.text).not.toContain('A &amp; B');
  }
});

test('an external link is dead in the Archive and alive again afterwards', async () => {
  await using link = await aLink();
  await link.api(`PUT files/rooms/${link.room}/archive`, {});
  expect((await link.open()).status).toBe(410);
  await link.api(`PUT files/rooms/${link.room}/unarchive`, {});
  expect((await link.open()).status).toBe(200);
});

test('an invitation link lives in the Archive too, and is over when it is used up', async () => {
  await using link = await aLink('invitation');
  await link.api(`PUT files/rooms/${link.room}/archive`, {});
  expect((await link.open()).text).toContain('invited');
  await link.control(`POST rooms/${link.room}/join`, { email: 'nora@client.example' });
  expect((await link.open()).status).toBe(410);
});

test('an address that belongs to no link, or to a room that is gone, is gone', async () => {
  await using link = await aLink();
  expect((await link.open(`${link.sandbox.url}/s/nothing`)).status).toBe(410);
  expect((await link.open(`${link.sandbox.url}/rooms/share`)).status).toBe(410);
  await link.api(`DELETE files/rooms/${link.room}`, {});
  expect((await link.open()).status).toBe(410);
});

test('the page is searched and paged, and tells how much it does not show', async () => {
  const rooms = Array.from({ length: 30 }, (_, number) => ({
    title: `Room ${number}`,
    contents: number === 29 ? Array.from({ length: 40 }, (_folder, folder) => `Folder ${folder}`) : [],
  }));
  await using portal = await aSandbox({ seed: parseSeed({ rooms }) });
  const read = async (query: string) => (await fetch(`${portal.sandbox.url}/${query}`)).text();
  const cards = (text: string) => [...text.matchAll(/<article class="room/g)].length;
  const first = await read('');
  expect(cards(first)).toBe(12);
  expect(first).toContain('Page 1 of 3');
  expect(first).toContain('and 16 more');
  expect(cards(await read('?page=3'))).toBe(6);
  expect(cards(await read('?page=99&q=room%202'))).toBe(11);
  expect(await read('?q=nothing')).toContain('No rooms of that name');
  const [oldest] = portal.sandbox.world.portal.state.folders.values();
  expect(await read(`?room=${(oldest?.id ?? 0) + 3}`)).toContain('<h3>Room 0</h3>');
});

test('from the page, a room is archived and back, and a delivery is sent again', async () => {
  await using portal = await aSandbox({ retryDelaysMs: [] });
  const { webhooks } = portal.sandbox.world;
  const { library } = demoIds.rooms;
  const rootOf = async () => (await portal.api(`GET files/rooms/${library}`)).json['response'];
  await portal.control(`POST rooms/${library}/archive`);
  expect(await rootOf()).toMatchObject({ rootFolderType: 20 });
  expect((await portal.control(`POST rooms/${library}/unarchive`)).status).toBe(200);
  expect(await rootOf()).toMatchObject({ rootFolderType: 14 });

  const self = { uri: `${portal.sandbox.url}/`, name: 'automation', secretKey: 'correct-horse', enabled: true };
  expect((await portal.api('POST settings/webhook', self)).status).toBe(200);
  await portal.control('POST people', { firstName: 'Nora', lastName: 'Berg', email: 'nora@halden-moor.example' });
  await webhooks.idle();
  expect((await portal.control('POST deliveries/1/retry')).status).toBe(200);
  expect((await portal.control('POST deliveries/99/retry')).status).toBe(404);
  await webhooks.idle();
  const text = await (await fetch(`${portal.sandbox.url}/`)).text();
  expect(text).toContain('data-deliver="2"');
  expect(text).toContain('x-docspace-signature-256');
});

test('the page shows templates apart from rooms', async () => {
  await using portal = await aSandbox();
  const text = await (await fetch(`${portal.sandbox.url}/`)).text();
  const [rooms = '', templates = ''] = text.split('<h2>Templates');
  expect(rooms).not.toContain('Client room standard');
  expect(templates).toContain('Client room standard');
  expect(text).not.toContain(`data-archive="${demoIds.roomTemplates.clientRoom}"`);
});
