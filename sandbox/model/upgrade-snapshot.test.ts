import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf } from './a-portal.ts';
import { readContent } from './library.ts';
import { dumpState, loadState } from './snapshot.ts';

test('a state of the time when each file held its bytes in base64 is read', async () => {
  const { call, owner, portal } = aPortal();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const id = idOf(await call(owner, `POST files/${room}/text`, { title: 'a', content: 'old words' }));
  const dumped = z.looseObject({ files: z.array(z.looseObject({})) }).parse(dumpState(portal.state));
  const content = Buffer.from('old words').toString('base64');
  const newer = { versionGroup: undefined, comment: undefined, history: undefined, size: undefined };
  const files = dumped.files.map((file) => ({ ...file, ...newer, content }));
  const loaded = loadState({ ...dumped, files, library: undefined });
  const file = loaded.files.get(id);
  expect(file && readContent(loaded.library, file).toString()).toBe('old words');
  expect(file).toMatchObject({ version: 1, versionGroup: 1, size: 9, history: [] });
});

test('a state without a library and with files that are none is refused', () => {
  const { portal } = aPortal();
  const dumped = z.looseObject({}).parse(dumpState(portal.state));
  expect(() => loadState({ ...dumped, files: [{ content: 7 }], library: undefined })).toThrow(z.ZodError);
});
