import { expect, test } from 'vitest';
import { aPortal, idOf, keyOf, responseOf } from '../model/a-portal.ts';

function aPicture(name = 'logo.png', texts: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.append('file', new Blob(['not looked at']), name);
  for (const [field, value] of Object.entries(texts)) form.append(field, value);
  return form;
}

test('the logo of a room is uploaded first, each under an address of its own, and then given to the room', async () => {
  const { send, call, owner, person } = aPortal();
  const upload = (who = owner) =>
    send('POST files/logos', { headers: { authorization: `Bearer ${keyOf(who)}` }, body: aPicture() });
  const { data, success } = responseOf(await upload());
  expect(success).toBe(true);
  expect(responseOf(await upload())['data']).not.toBe(data);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const cut = { tmpFile: data, x: 0, y: 0, width: 1, height: 1 };
  expect(responseOf(await call(owner, `POST files/rooms/${room}/logo`, cut))).toMatchObject({
    logo: { original: data },
  });
  expect((await upload(person('ulf', 'user'))).status).toBe(403);
  expect(responseOf(await call(owner, 'POST files/logos', {}))).toMatchObject({ success: false });
});

test('a photo is saved at once or after its part is chosen', async () => {
  const { send, call, owner, person } = aPortal();
  const upload = (body: FormData, who = owner) =>
    send(`POST people/${owner.id}/photo`, { headers: { authorization: `Bearer ${keyOf(who)}` }, body });
  const saved = await upload(aPicture('me.png', { Autosave: 'true' }));
  expect(saved.json).toMatchObject({ count: 1, response: { success: true } });
  expect(responseOf(saved)['data']).toHaveProperty('main');
  expect(responseOf(await call(owner, 'GET people/@self'))).toMatchObject({ hasAvatar: true });
  const tmpFile = responseOf(await upload(aPicture('other.png')))['data'];
  const cut = { tmpFile, x: 0, y: 0, width: 100, height: 100 };
  expect(responseOf(await call(owner, `POST people/${owner.id}/photo/thumbnails`, cut))).toMatchObject({
    original: tmpFile,
  });
  expect(responseOf(await upload(aPicture('notes.txt')))).toMatchObject({ success: false });
  expect((await upload(aPicture(), person('ulf', 'user'))).status).toBe(403);
});
