import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { aSandbox } from './control/a-sandbox.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const Ready = z.object({ url: z.string(), apiKey: z.string() });

/** The same numbers on each run. */
function createDice(seed: number): (sides: number) => number {
  let value = seed;
  return (sides) => {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((value / 2_147_483_648) * sides);
  };
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get', ''];
const paths = [
  '/api/2.0/files/rooms',
  '/api/2.0/files/rooms/1001/share',
  '/api/2.0/files/rooms/99999999999999999999/links',
  '/api/2.0/files/rooms/-1',
  '/api/2.0/files/rooms?startIndex=-5&count=NaN&type=99&tags=[',
  '/api/2.0/files/rooms?filterValue=%C3%28%FF%00&sortBy=nothing',
  '/api/2.0/files/%ff%fe',
  '/api/2.0/files/1e99/text',
  '/api/2.0/people/%00',
  '/api/2.0/people/filter?groupId=%27;--&area=%F0%9F%92%A9',
  '/api/2.0/group/../../../etc/passwd',
  '/api/2.0/settings/webhook',
  '/api/2.0/settings/webhooks/log?trigger=x&deliveryFrom=yesterday',
  '/api/2.0/settings/webhook/retry',
  '/api/2.0/fileops/../files',
  '/api/2.0/files/1001/upload',
  '/api/2.0/files/1001/insert?title=%2e%2e%2f',
  '/api/2.0/files/1001/session',
  '/api/2.0/files/1001/session/x/upload?chunkNumber=-1',
  '/ChunkedUploader.ashx?uid=%00',
  '/filehandler.ashx?action=download&fileid=%ff',
  '/api/2.0//////',
  '/_sandbox/seed',
  '/_sandbox/faults',
  '/_sandbox/snapshot',
  '/_sandbox/people',
  '/_sandbox/rooms/%zz/invite',
  '/rooms/shared/99999999999999999999999',
  '/s/%E0%A4%A',
  '/?q=%&page=-1&room=NaN',
  '*',
  'http://[::1',
  `/${'x'.repeat(9000)}`,
];
const bodies = [
  Buffer.from(''),
  Buffer.from('{'),
  Buffer.from('null'),
  Buffer.from('[]'),
  Buffer.from('"text"'),
  Buffer.from('{"title":"\\ud800","roomType":{"a":[1e999]}}'),
  Buffer.from('{"invitations":[{"id":"nobody","access":-7},null,5],"__proto__":{"x":1}}'),
  Buffer.from('{"fault":{"drop":"before"},"match":{"path":"(((("}}'),
  Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]),
  Buffer.from('zz\r\nno chunk\r\n'),
  Buffer.from('FFFFFFFFFFFFFFFFFF\r\n'),
  Buffer.from('5\r\nhi'),
  Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a'),
  Buffer.from("--x\r\nContent-Disposition: form-data; filename*=utf-9''%ZZ\r\nContent-Length: 9\r\n\r\na\r\n--x--"),
  Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3, 0x28, 0xf0, 0x9f]), Buffer.from('"}')]),
];
const headers = [
  'Content-Type: application/json',
  'Content-Type: multipart/form-data; boundary=',
  'Content-Type: multipart/form-data; boundary=x',
  'Content-Type: application/x-www-form-urlencoded',
  'Transfer-Encoding: chunked',
  'Content-Length: -1',
  'Content-Length: 5',
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 9999999',
  'Transfer-Encoding: gzip, chunked',
  'Content-Encoding: gzip',
  'Cookie: asc_auth_key=%%%;;;=',
  'Authorization: Bearer sk-',
  'Authorization: \u00ff\u00fe',
  'Expect: 100-continue',
  'Upgrade: websocket\r\nConnection: Upgrade',
  `X-Huge: ${'h'.repeat(40_000)}`,
  'No colon here',
  'Range: bytes=-1-',
];

test('no broken request ends the process', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [main, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'));
  const { url, apiKey } = Ready.parse(JSON.parse(line));
  const roll = createDice(3);
  const one = <T>(values: readonly T[]): T | undefined => values[roll(values.length)];
  const port = Number(new URL(url).port);
  for (let batch = 0; batch < 30; batch++)
    await Promise.all(
      Array.from({ length: 20 }, () => {
        const body = one(bodies) ?? Buffer.alloc(0);
        const lines = [
          `${one(methods)} ${one(paths)} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          `Authorization: Bearer ${apiKey}`,
          ...Array.from({ length: roll(3) }, () => one(headers)),
          ...(roll(3) === 0 ? [] : [`Content-Length: ${body.length}`]),
          roll(4) === 0 ? '' : 'Connection: close',
        ];
        return throwAt(port, Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
      }),
    );
  await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
  const reply = await fetch(`${url}/api/2.0/people/@self`, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(reply.status).toBe(200);
  expect(child.exitCode).toBeNull();
});

test('200 calls at once are all answered, and each write counts', async () => {
  await using portal = await aSandbox({ seed: 'empty' });
  const make = (number: number) => portal.api('POST files/rooms', { title: `Room ${number}`, roomType: 2 });
  const answers = await Promise.all(Array.from({ length: 200 }, (_, number) => make(number)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect((await portal.api('GET files/rooms?count=1')).json).toMatchObject({ response: { total: 200 } });
});

test.each([
  ['says its size', (size: number): RequestInit => ({ body: Buffer.alloc(size) })],
  [
    'comes in chunks',
    (size: number): RequestInit => ({ body: new Blob([Buffer.alloc(size)]).stream(), duplex: 'half' }),
  ],
])('a body that is too large and %s is refused with 413', { timeout: 60_000 }, async (_how, bodyOf) => {
  await using portal = await aSandbox({ seed: 'empty' });
  const send = (size: number) =>
    fetch(`${portal.sandbox.url}/api/2.0/files/rooms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portal.sandbox.apiKey}`, 'content-type': 'application/json' },
      ...bodyOf(size),
    }).then(
      ({ status }) => status,
      // It may have been refused while the body was still being sent.
      () => 'cut off',
    );
  expect(await send(1000)).toBe(400);
  expect([413, 'cut off']).toContain(await send(100 * 1024 * 1024 + 1));
  expect((await portal.api('GET people/@self')).status).toBe(200);
});

function throwAt(port: number, bytes: Buffer): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => done());
    setTimeout(() => socket.destroy(), 300);
  });
}
