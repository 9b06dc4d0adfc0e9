import { describe, expect, it } from 'vitest';
import { isOwnHost, isOwnOrigin, isSameOrigin, type Site } from './site.ts';

function makeSite(changes: Partial<Site> = {}): Site {
  const place = { host: '127.0.0.1', port: () => 3000, publicUrl: undefined };
  return { ...place, basePath: '', trustedProxies: [], ...changes };
}

const proxied = makeSite({ publicUrl: new URL('https://rooms.example.com/') });

describe('isOwnHost', () => {
  it.each(['localhost:3000', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000'])(
    'takes the loopback name %s',
    (host) => {
      expect(isOwnHost(makeSite(), host)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'localhost',
    'localhost:3001',
    'evil.example:3000',
    'localhost:3000@evil.example',
    'localhost:3000/x',
    'a b',
  ])('refuses %s', (host) => {
    expect(isOwnHost(makeSite(), host)).toBe(false);
  });

  it.each(['rooms.example.com', 'rooms.example.com:443', 'localhost:3000'])('takes %s behind a proxy', (host) => {
    expect(isOwnHost(proxied, host)).toBe(true);
  });

  it('refuses another port or name behind a proxy', () => {
    expect(isOwnHost(proxied, 'rooms.example.com:8443')).toBe(false);
    expect(isOwnHost(proxied, 'www.rooms.example.com')).toBe(false);
  });

  it('takes the address that it listens on, without the port where that is 80', () => {
    expect(isOwnHost(makeSite({ host: '192.168.1.5' }), '192.168.1.5:3000')).toBe(true);
    expect(isOwnHost(makeSite({ host: 'fd00::5' }), '[fd00::5]:3000')).toBe(true);
    expect(isOwnHost(makeSite({ port: () => 80 }), 'localhost')).toBe(true);
  });
});

describe('isOwnOrigin', () => {
  it('takes its own addresses with scheme and port', () => {
    expect(isOwnOrigin(makeSite(), 'http://localhost:3000')).toBe(true);
    expect(isOwnOrigin(proxied, 'https://rooms.example.com')).toBe(true);
  });

  it.each([
    'null',
    'http://localhost:3001',
    'https://localhost:3000',
    'http://rooms.example.com',
    'https://evil.example',
  ])('refuses %s', (origin) => {
    expect(isOwnOrigin(proxied, origin)).toBe(false);
  });
});

describe('isSameOrigin', () => {
  it('wants the page to come from the very name that is asked', () => {
    expect(isSameOrigin(makeSite(), 'http://localhost:3000', 'localhost:3000')).toBe(true);
    expect(isSameOrigin(makeSite(), 'http://localhost:3000', '127.0.0.1:3000')).toBe(false);
    expect(isSameOrigin(makeSite(), undefined, 'localhost:3000')).toBe(false);
  });

  it('takes the public address also where the proxy changes the host', () => {
    expect(isSameOrigin(proxied, 'https://rooms.example.com', '127.0.0.1:3000')).toBe(true);
  });
});
