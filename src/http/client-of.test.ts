import { describe, expect, it } from 'vitest';
import { createHttpWorld } from '../../test/support/http-world.ts';

const behindProxies = createHttpWorld({ trustedProxies: ['loopback', '10.1.0.0/16', '2001:db8::7'] });

/** Who the service takes for the sender of a failed sign-in. */
async function senderOf(from: string, forwarded: string | undefined, world = behindProxies): Promise<string> {
  const before = world.state.logged.length;
  const request = new Request(`${world.origin}/login`, {
    method: 'POST',
    body: new URLSearchParams({ token: 'ct_wrong' }),
    headers: {
      host: '127.0.0.1:3000',
      origin: world.origin,
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    },
  });
  await world.app.fetch(request, { incoming: { socket: { remoteAddress: from } } });
  return /"address":"([^"]*)"/.exec(world.state.logged.slice(before))?.[1] ?? 'nobody';
}

describe('the client of a request', () => {
  it.each([
    ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['2001:db8::7', '203.0.113.9, 10.1.0.4', '203.0.113.9'],
    // What the client wrote itself stands on the left of what the proxy saw.
    ['127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['10.2.0.1', '203.0.113.9', '10.2.0.1'],
    ['203.0.113.5', '127.0.0.1', '203.0.113.5'],
  ])('of a connection from %s that names %s is %s', async (from, forwarded, expected) => {
    expect(await senderOf(from, forwarded)).toBe(expected);
  });

  it('is told by nobody where no proxy is trusted', async () => {
    expect(await senderOf('127.0.0.1', '203.0.113.9', createHttpWorld())).toBe('127.0.0.1');
  });

  it('is locked out after failures by itself, not with all others behind the proxy', async () => {
    const world = createHttpWorld({ trustedProxies: ['loopback'] });
    for (let times = 0; times < 20; times += 1) await senderOf('127.0.0.1', '203.0.113.9', world);
    expect(await senderOf('127.0.0.1', '203.0.113.9', world)).toBe('nobody');
    expect(await senderOf('127.0.0.1', '203.0.113.10', world)).toBe('203.0.113.10');
    // One who makes up the headers of others is still counted as themselves.
    expect(await senderOf('127.0.0.1', '198.51.100.77, 203.0.113.9', world)).toBe('nobody');
  });

  it.each([
    ['127.0.0.1', 'https', true],
    ['127.0.0.1', 'http', false],
    ['203.0.113.5', 'https', false],
  ])('%s that says %s makes the cookie secure: %s', async (from, proto, isSecure) => {
    const world = createHttpWorld({ trustedProxies: ['loopback'] });
    const code = await world.access.createLoginCode();
    const headers = { host: '127.0.0.1:3000', 'x-forwarded-proto': proto };
    const request = new Request(`${world.origin}/login?code=${code.reveal()}`, { headers });
    const answer = await world.app.fetch(request, { incoming: { socket: { remoteAddress: from } } });
    expect(answer.headers.get('set-cookie')?.includes('Secure')).toBe(isSecure);
  });

  it('may name the host by a trusted proxy alone, and only one of our own', async () => {
    const publicUrl = new URL('https://concierge.example.com');
    const world = createHttpWorld({ trustedProxies: ['loopback'], publicUrl });
    const ask = async (from: string, name: string) => {
      const headers = { host: 'backend:3000', 'x-forwarded-host': name };
      const request = new Request(`${world.origin}/healthz`, { headers });
      return (await world.app.fetch(request, { incoming: { socket: { remoteAddress: from } } })).status;
    };
    expect(await ask('127.0.0.1', 'concierge.example.com')).toBe(200);
    expect(await ask('127.0.0.1', 'evil.example.net')).toBe(403);
    expect(await ask('203.0.113.5', 'concierge.example.com')).toBe(403);
  });
});
