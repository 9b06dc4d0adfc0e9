import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { createChat } from '../../src/connectors/chat.ts';
import { createHttpConnector } from '../../src/connectors/http.ts';
import { textWith } from '../support/matchers.ts';
import { startVendor } from './support/start-vendor.ts';

const message = { method: 'POST', headers: {}, idempotencyKey: 'run1.0' } as const;
const inside = { kind: 'rejected', hint: textWith('HTTP_ALLOW_HOSTS') };

describe('a request to another program', () => {
  it('carries its JSON, its headers, and a key that is the same each time', async () => {
    await using vendor = await startVendor(() => ({ status: 202 }));
    const http = createHttpConnector({ allowPrivateHosts: [vendor.host] });
    const headers = { 'X-Api-Key': 'k' };
    const sent = await http.send({ ...message, url: `${vendor.url}/a?b=c`, headers, body: { n: 7, ü: '"' } });
    expect(sent).toEqual({ sent: true, summary: `POST request to ${vendor.host} answered with 202` });
    const [request] = vendor.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/a', body: { n: 7, ü: '"' } });
    expect(request?.headers).toMatchObject({ 'x-api-key': 'k', 'idempotency-key': 'run1.0', host: vendor.host });
  });

  it.each([
    [302, 'rejected'],
    [400, 'rejected'],
    [401, 'invalid-config'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
  ])('answered with %i is not followed, and says no secret', async (status, kind) => {
    await using vendor = await startVendor(() => ({ status, headers: { location: 'http://127.0.0.1:1/' } }));
    const http = createHttpConnector({ allowPrivateHosts: [vendor.host] });
    const headers = { authorization: 'Bearer marked' };
    const failure: unknown = await http
      .send({ ...message, url: `${vendor.url}/marked?token=marked`, headers, body: 'marked' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('marked');
    expect(vendor.requests).toHaveLength(1);
  });

  it('that gets no answer may have arrived', async () => {
    await using vendor = await startVendor(() => ({ status: 0, drop: true }));
    const http = createHttpConnector({ allowPrivateHosts: ['127.0.0.1'] });
    const failure = http.send({ ...message, url: vendor.url });
    await expect(failure).rejects.toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[::ffff:192.168.1.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://2130706433/',
  ])('never goes inside: %s', async (url) => {
    const http = createHttpConnector({ allowPrivateHosts: ['other.example'] });
    await expect(http.send({ ...message, url })).rejects.toMatchObject(inside);
  });

  it('never goes inside by a name, even if only one of its addresses is there', async () => {
    const addresses = [
      { address: '93.184.216.34', family: 4 },
      { address: '192.168.0.7', family: 4 },
    ];
    const http = createHttpConnector({ allowPrivateHosts: [], resolve: () => Promise.resolve(addresses) });
    await expect(http.send({ ...message, url: 'http://crm.example/' })).rejects.toMatchObject(inside);
  });

  it('goes to the address that was checked, whatever the name stands for a moment later', async () => {
    await using vendor = await startVendor(() => ({ status: 200 }));
    const port = new URL(vendor.url).port;
    let asked = 0;
    const resolve = () => Promise.resolve([{ address: (asked += 1) === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    const http = createHttpConnector({ allowPrivateHosts: [`crm.example:${port}`], resolve });
    expect(await http.send({ ...message, url: `http://crm.example:${port}/` })).toMatchObject({ sent: true });
    expect(asked).toBe(1);
    expect(vendor.requests[0]?.headers.host).toBe(`crm.example:${port}`);
  });

  it.each([
    ['ftp://example.com/', {}],
    ['http://user:pass@example.com/', {}],
    ['not an address', {}],
    ['http://example.com/', { 'x-a': 'b\r\nhost: evil' }],
    ['http://example.com/', { Host: 'evil' }],
    ['http://example.com/', { 'a b': 'c' }],
  ])('is refused to %s with %j', async (url, headers) => {
    const http = createHttpConnector({ allowPrivateHosts: [] });
    await expect(http.send({ ...message, url, headers })).rejects.toMatchObject({ kind: 'rejected' });
  });
});

describe('a message in the chat', () => {
  it.each([
    ['slack', { text: 'Hi &lt;!everyone&gt; &amp; @\u2060here' }],
    ['teams', { type: 'message', attachments: [{ content: { body: [{ text: 'Hi <!everyone\\> & @here' }] } }] }],
  ] as const)('is written for %s, and calls nobody', async (format, body) => {
    await using vendor = await startVendor(() => ({ status: 200 }));
    const http = createHttpConnector({ allowPrivateHosts: [vendor.host] });
    const chat = createChat({ url: new Secret(`${vendor.url}/hook`), format, http });
    expect(await chat.send('Hi <!everyone> & @here', 'run1.0')).toEqual({ sent: true, summary: 'chat message posted' });
    expect(vendor.requests[0]?.body).toMatchObject(body);
  });

  it('is kept without an address', async () => {
    const chat = createChat({ url: undefined, format: 'slack', http: createHttpConnector({ allowPrivateHosts: [] }) });
    expect(await chat.send('x', 'y')).toEqual({ sent: false, reason: 'CHAT_WEBHOOK_URL is not set' });
  });
});
