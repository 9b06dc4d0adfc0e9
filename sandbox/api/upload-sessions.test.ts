import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createSandbox, type Sandbox } from '../create-sandbox.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(stateFile?: string): Promise<Sandbox> {
  const sandbox = await createSandbox({ apiKey: 'sk-test', ...(stateFile !== undefined && { stateFile }) });
  endings.push(() => sandbox.close());
  return sandbox;
}

const Answer = z.object({ response: z.looseObject({ id: z.number().optional() }) });

async function call(sandbox: Sandbox, operation: string, body?: FormData | object) {
  const [method = '', path = ''] = operation.split(' ');
  const isForm = body instanceof FormData;
  const response = await fetch(`${sandbox.url}/api/2.0/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${sandbox.apiKey}`,
      ...(!isForm && body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  return Answer.parse(await response.json()).response;
}

function download(sandbox: Sandbox, id: number | undefined): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  return fetch(`${sandbox.url}/filehandler.ashx?action=download&fileid=${id}`, { headers });
}

it('takes uploads and parts of them over HTTP and gives back the bytes, from a kept state too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
  endings.push(() => rmSync(directory, { recursive: true }));
  const state = join(directory, 'state.json');
  const sandbox = await start(state);
  const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
  const form = new FormData();
  form.append('file', new File([bytes], 'bytes.bin'));
  const { id } = await call(sandbox, 'POST files/@my/upload', form);
  expect(new Uint8Array(await (await download(sandbox, id)).arrayBuffer())).toEqual(bytes);
  await sandbox.close();
  endings.pop();
  const again = await start(state);
  expect(new Uint8Array(await (await download(again, id)).arrayBuffer())).toEqual(bytes);
});

it('serves the handler at the location of a session, whatever the case of its name', async () => {
  const sandbox = await start();
  const room = await call(sandbox, 'POST files/rooms', { title: 'Room', roomType: 5 });
  const session = await call(sandbox, `POST files/${room.id}/upload/create_session`, {
    fileName: 'a.txt',
    fileSize: 2,
  });
  const { location } = z.object({ data: z.object({ location: z.string() }) }).parse(session).data;
  const send = async (url: string) => {
    const body = new FormData();
    body.append('file', new Blob(['x']));
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  expect([await send(location), await send(location.replace('ChunkedUploader', 'chunkeduploader'))]).toEqual([
    200, 201,
  ]);
  expect((await fetch(`${sandbox.url}/other.ashx`)).status).toBe(404);
});
