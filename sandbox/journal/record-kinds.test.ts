import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aPortal, idOf, keyOf } from '../model/a-portal.ts';
import { dumpState } from '../model/snapshot.ts';
import { readStateFile } from './read-state-file.ts';
import { createStateFile } from './state-file.ts';

function aKeptPortal() {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-library-'));
  const path = join(folder, 'portal.json');
  const world = aPortal();
  const { portal, call, owner } = world;
  const file = createStateFile(path, {
    read: () => portal.state,
    failed: (error) => expect.unreachable(error.message),
  });
  onTestFinished(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  /** Makes a call and holds the file against the portal. */
  async function step(operation: string, body?: unknown) {
    const answer = await call(owner, operation, body);
    expect(answer.status, operation).toBeLessThan(300);
    return check(answer);
  }

  function check<T>(answer: T): T {
    file.save();
    const kept = readStateFile(path);
    expect(kept && dumpState(kept)).toEqual(dumpState(portal.state));
    return answer;
  }

  return { ...world, step, check };
}

test('bytes, marks, orders, sessions and archives of a portal are in its file after each call', async () => {
  const { step, check, send, owner } = aKeptPortal();
  const room = idOf(await step('POST files/rooms', { title: 'Room', roomType: 5 }));
  const one = idOf(await step(`POST files/${room}/text`, { title: 'a', content: 'one', createNewIfExist: true }));
  const same = idOf(await step(`POST files/${room}/text`, { title: 'b', content: 'one', createNewIfExist: true }));
  await step('POST files/favorites', { fileIds: [one, same] });
  await step('DELETE files/favorites', { fileIds: [one] });
  await step(`POST files/file/${one}/recent`);
  await step(`GET files/${room}?sortBy=AZ`);
  await step('PUT files/fileops/bulkdownload', { fileIds: [one, same] });
  await step(`DELETE files/file/${same}`, { immediately: true });

  // One part alone: the file has the bytes of the part, and comes before the session goes.
  const opened = await step(`POST files/${room}/session`, { fileName: 'part.bin', fileSize: 4 });
  const session = /"id":"(\w+)"/.exec(opened.text)?.[1] ?? '';
  const headers = { authorization: `Bearer ${keyOf(owner)}`, 'content-type': 'application/octet-stream' };
  const sent = `POST files/${room}/session/${session}/upload?chunkNumber=1`;
  check(await send(sent, { headers, body: Buffer.from('part') }));
  await step(`PUT files/${room}/session/${session}/finalize`);
});

test('bytes that one file loses and another gets between two saves are kept', async () => {
  const { step, check, call, owner } = aKeptPortal();
  const room = idOf(await step('POST files/rooms', { title: 'Room', roomType: 5 }));
  const first = idOf(await step(`POST files/${room}/text`, { title: 'a', content: 'bytes', createNewIfExist: true }));
  await call(owner, `POST files/${room}/text`, { title: 'b', content: 'bytes', createNewIfExist: true });
  check(await call(owner, `DELETE files/file/${first}`, { immediately: true }));
});
