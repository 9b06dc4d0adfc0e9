import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpWorld } from '../../test/support/http-world.ts';
import { listen, type Listening } from './listen.ts';

const world = createHttpWorld();
let listening: Listening;
let token: string;

beforeAll(async () => {
  listening = await listen(world.app, { host: '127.0.0.1', port: 0 });
  token = (await world.authorize('operator')).authorization;
});

afterAll(() => listening.close());

/** What a client that writes HTTP by hand is answered: status line and body. */
async function send(
  headers: readonly string[],
  body = '',
): Promise<{ readonly status: string; readonly body: string }> {
  const head = ['POST /api/blueprints/client-room/runs HTTP/1.1', 'host: 127.0.0.1:3000', 'connection: close'];
  const socket = connect(listening.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${[...head, `authorization: ${token}`, ...headers].join('\r\n')}\r\n\r\n${body}`);
  const [top = '', ...rest] = (await text(socket)).split('\r\n\r\n');
  return { status: top.split('\r\n', 1)[0] ?? '', body: rest.join('\r\n\r\n') };
}

const json = 'content-type: application/json';
const chunk = (data: string): string => `${data.length.toString(16)}\r\n${data}\r\n`;

describe('a body whose length is not announced', () => {
  it('may be none at all', async () => {
    expect(await send([])).toMatchObject({ status: 'HTTP/1.1 202 Accepted' });
  });

  it('is read when it comes in chunks', async () => {
    const body = `${chunk('{"inputs":{"cli')}${chunk('ent":{"id":"c7"}}}')}${chunk('')}`;
    const answer = await send([json, 'transfer-encoding: chunked'], body);
    expect(answer.status).toBe('HTTP/1.1 202 Accepted');
    expect(world.state.started.at(-1)).toMatchObject({ target: { inputs: { client: { id: 'c7' } } } });
  });

  it('is refused once it is too large', async () => {
    const body = `${chunk('x'.repeat(256 * 1024 + 1))}${chunk('')}`;
    const answer = await send([json, 'transfer-encoding: chunked'], body);
    expect(answer.status).toBe('HTTP/1.1 413 Payload Too Large');
  });
});

it('refuses an announced length that is too large', async () => {
  const answer = await send([json, `content-length: ${300 * 1024}`]);
  expect(answer.status).toBe('HTTP/1.1 413 Payload Too Large');
});
