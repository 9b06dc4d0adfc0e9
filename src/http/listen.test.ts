import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, type Listening } from './listen.ts';

const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function serve(answer: (request: Request) => Response | Promise<Response>, drainMs?: number): Promise<Listening> {
  const options = { host: '127.0.0.1', port: 0, ...(drainMs === undefined ? {} : { drainMs }) };
  const listening = await listen({ fetch: answer }, options);
  open.push(listening);
  return listening;
}

describe('listen', () => {
  it('serves at the address that it names', async () => {
    const { url, port } = await serve(() => new Response('hello'));
    expect(url).toBe(`http://127.0.0.1:${String(port)}`);
    expect(await (await fetch(url)).text()).toBe('hello');
  });

  it('says in a sentence that the port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(listen({ fetch: () => new Response() }, { host: '127.0.0.1', port })).rejects.toMatchObject({
      kind: 'invalid-config',
      message: `Port ${String(port)} on 127.0.0.1 is taken by another program.`,
      hint: 'Stop that program, or set PORT to a free port.',
    });
    other.close();
  });

  it('says that the host is no address of this machine', async () => {
    await expect(listen({ fetch: () => new Response() }, { host: '203.0.113.1', port: 0 })).rejects.toMatchObject({
      kind: 'invalid-config',
      hint: 'Set HOST to an address of this machine, such as 127.0.0.1.',
    });
  });

  it('lets a request finish before it closes', async () => {
    const gate = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const { url, close } = await serve(async () => {
      begun.resolve(undefined);
      await gate.promise;
      return new Response('finished', { headers: { connection: 'close' } });
    });
    const answer = fetch(url);
    await begun.promise;
    const closed = close();
    gate.resolve(undefined);
    expect(await (await answer).text()).toBe('finished');
    await closed;
  });

  it('cuts what has not finished by the deadline', async () => {
    const begun = Promise.withResolvers<undefined>();
    const { url, close } = await serve(() => {
      begun.resolve(undefined);
      return new Promise<Response>(() => undefined);
    }, 20);
    const answer = fetch(url).catch(() => 'cut');
    await begun.promise;
    await close();
    expect(await answer).toBe('cut');
  });
});

/** A connection that says only what it is told to; what comes back, and when it is closed. */
async function dial(port: number): Promise<{ socket: Socket; closed: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await once(socket, 'connect');
  return { socket, closed };
}

describe('a client that takes too much', () => {
  async function limited(limits: NonNullable<Parameters<typeof listen>[1]['limits']>): Promise<Listening> {
    const fetch = async (request: Request): Promise<Response> => new Response(await request.text());
    const listening = await listen({ fetch }, { host: '127.0.0.1', port: 0, drainMs: 20, limits });
    open.push(listening);
    return listening;
  }

  it('is cut off when its headers do not come to an end', async () => {
    const { port } = await limited({ headersMs: 50, requestMs: 100, lookEveryMs: 10 });
    const { socket, closed } = await dial(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(await closed).toContain('408 Request Timeout');
  });

  it('is cut off when its body does not come to an end', async () => {
    const { port } = await limited({ headersMs: 50, requestMs: 100, lookEveryMs: 10 });
    const { socket, closed } = await dial(port);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow');
    expect(await closed).toContain('408 Request Timeout');
  });

  it('is refused with headers of more than 16 KB', async () => {
    const { url } = await limited({});
    expect((await fetch(url, { headers: { 'x-long': 'x'.repeat(17 * 1024) } })).status).toBe(431);
  });

  it('gets no connection more than there are for all, and another one once some are free', async () => {
    const { url, port } = await limited({ connections: 2 });
    const held = [await dial(port), await dial(port)];
    const { socket, closed } = await dial(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await closed).toBe('');
    for (const one of held) {
      one.socket.destroy();
      await one.closed;
    }
    await expect
      .poll(async () =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});
