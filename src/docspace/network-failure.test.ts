import { describe, expect, it } from 'vitest';
import { networkReason, neverSent } from './network-failure.ts';

function aFailure(fields: object): Error {
  return Object.assign(new Error('it failed'), fields);
}

/** As `fetch` throws it. */
function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

const refused = aFailure({ code: 'ECONNREFUSED', syscall: 'connect' });
const reset = aFailure({ code: 'ECONNRESET', syscall: 'read' });

describe('neverSent', () => {
  it.each([
    ['a refused connection', refused],
    ['two addresses that both refuse', new AggregateError([refused, refused])],
    ['a name without an address', aFailure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['no way to the host', aFailure({ code: 'EHOSTUNREACH', syscall: 'connect' })],
    ['a connection that takes too long', aFailure({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
    ['a certificate of nobody', aFailure({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    ['a certificate of somebody else', aFailure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ])('is sure of %s', (_, cause) => {
    expect(neverSent(fetchFailed(cause))).toBe(true);
    expect(networkReason(fetchFailed(cause), { origin: 'https://p', timeoutMs: 1 })).toContain('cannot be reached');
  });

  it.each([
    ['a reset', reset],
    ['one address that refused and one that reset', new AggregateError([refused, reset])],
    ['a socket that the other side closed', aFailure({ code: 'UND_ERR_SOCKET' })],
    ['a host that vanished while it was read from', aFailure({ code: 'EHOSTUNREACH', syscall: 'read' })],
    ['a reply that is late', aFailure({ code: 'UND_ERR_HEADERS_TIMEOUT' })],
    ['something without a code', new Error('odd')],
    ['something that is no error', 'odd'],
  ])('is not sure of %s', (_, cause) => {
    expect(neverSent(fetchFailed(cause))).toBe(false);
  });

  it('is not sure of a call that was given up', () => {
    expect(neverSent(new DOMException('late', 'TimeoutError'))).toBe(false);
  });
});

describe('networkReason', () => {
  const portal = { origin: 'https://p', timeoutMs: 1500 };

  it.each([
    [fetchFailed(reset), 'the connection to https://p broke off (ECONNRESET)'],
    [fetchFailed(new Error('bad port')), 'the connection to https://p broke off (bad port)'],
    [fetchFailed(new AggregateError([refused, refused])), 'https://p cannot be reached'],
    [new DOMException('late', 'TimeoutError'), 'no reply from https://p within 1.5 s'],
    ['odd', 'the connection to https://p broke off'],
  ])('says why (%#)', (error, reason) => {
    expect(networkReason(error, portal)).toBe(reason);
  });
});
