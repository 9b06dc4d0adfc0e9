import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

async function aFile(title = 'Letter.docx') {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const file = idOf(await call(owner, `POST files/${room}/file`, { title }));
  const gina = person('gina', 'guest');
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: gina.id, access: 2 }] });
  return { ...portal, file, gina };
}

test('the configuration of an editor says what may be done with the file', async () => {
  const { call, send, owner, gina, file, person } = await aFile();
  const opened = responseOf(await call(owner, `GET files/file/${file}/openedit?edit=true`));
  expect(opened).toMatchObject({
    documentType: 'word',
    document: { fileType: 'docx', title: 'Letter.docx', permissions: { edit: true } },
    editorConfig: { mode: 'edit', user: { id: owner.id } },
    file: { id: file },
  });
  expect(responseOf(await call(gina, `GET files/file/${file}/openedit`))).toMatchObject({
    editorConfig: { mode: 'view' },
  });
  expect(responseOf(await call(owner, `GET files/file/${file}/openedit?view=true`))).toMatchObject({
    document: { permissions: { edit: false } },
  });
  expect((await call(person('ulf', 'user'), `GET files/file/${file}/openedit`)).status).toBe(403);
  expect((await send(`GET files/file/${file}/openedit`, {})).status).toBe(403);
});

test('an editing begins with its key, and goes on for who may edit', async () => {
  const { call, owner, gina, file } = await aFile();
  const started = await call(owner, `POST files/file/${file}/startedit`, { editingAlone: false });
  const { document } = responseOf(await call(owner, `GET files/file/${file}/openedit`));
  expect(started.json).toMatchObject({ response: z.object({ key: z.string() }).parse(document).key });
  expect((await call(gina, `POST files/file/${file}/startedit`, {})).status).toBe(403);
  expect(responseOf(await call(gina, `GET files/file/${file}/trackeditfile`))).toEqual({ key: false, value: '' });
});

test('a conversion says at its first poll that nothing is converted here', async () => {
  const { call, owner, file } = await aFile();
  for (const method of ['PUT', 'GET']) {
    const body = method === 'PUT' ? { outputType: '.pdf', startConvert: true } : undefined;
    const [result] = listOf(await call(owner, `${method} files/file/${file}/checkconversion`, body));
    expect(result).toMatchObject({ progress: 100 });
    expect(result?.['error']).not.toBe('');
  }
});

test('the custom filter of a table names who switched it on', async () => {
  const { call, owner, gina, file } = await aFile('Figures.xlsx');
  const set = (enabled: boolean) => call(owner, `PUT files/file/${file}/customfilter`, { enabled });
  expect(responseOf(await set(true))).toMatchObject({ customFilterEnabled: true, customFilterEnabledBy: 'olga Test' });
  expect(responseOf(await set(false))).not.toHaveProperty('customFilterEnabled');
  expect((await call(gina, `PUT files/file/${file}/customfilter`, { enabled: true })).status).toBe(403);
  const letter = await aFile();
  expect((await letter.call(letter.owner, `PUT files/file/${letter.file}/customfilter`, {})).status).toBe(400);
});
