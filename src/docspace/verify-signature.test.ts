import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../base/secret.ts';
import { verifySignature } from './verify-signature.ts';

const body = Buffer.from('{"event":{"id":1},"payload":{"title":"Ada\\u0027s room"}}');
const secret = new Secret('current-secret');
const older = new Secret('older-secret');

function signed(key: Secret, bytes: Uint8Array = body): string {
  return `sha256=${createHmac('sha256', key.reveal()).update(bytes).digest('hex').toUpperCase()}`;
}

describe('verifySignature', () => {
  it.each([
    ['as the portal writes it', signed(secret)],
    ['in lower case', signed(secret).toLowerCase()],
    ['with spaces around it', `  ${signed(secret)}\t`],
  ])('takes a right signature %s', (_, header) => {
    expect(verifySignature(body, header, [secret])).toBe(true);
  });

  it('takes any of several secrets while they are rotated', () => {
    expect(verifySignature(body, signed(older), [secret, older])).toBe(true);
    expect(verifySignature(body, signed(secret), [secret, older])).toBe(true);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['only a prefix', 'sha256='],
    ['without its prefix', signed(secret).slice('sha256='.length)],
    ['of another algorithm', signed(secret).replace('sha256', 'sha1')],
    ['too short', signed(secret).slice(0, -1)],
    ['too long', `${signed(secret)}0`],
    ['no hex', `sha256=${'z'.repeat(64)}`],
    ['of another secret', signed(new Secret('somebody-else'))],
    ['of another body', signed(secret, Buffer.from('{}'))],
    ['twice in one header', `${signed(secret)}, ${signed(secret)}`],
  ])('refuses a signature that is %s', (_, header) => {
    expect(verifySignature(body, header, [secret, older])).toBe(false);
  });

  it('refuses everything when there is no secret', () => {
    expect(verifySignature(body, signed(secret), [])).toBe(false);
  });

  it('signs bytes, not text: a body that is no UTF-8 has a signature of its own', () => {
    const bytes = Uint8Array.of(0xff, 0xfe);
    expect(verifySignature(bytes, signed(secret, bytes), [secret])).toBe(true);
    expect(verifySignature(Uint8Array.of(0xfd, 0xfc), signed(secret, bytes), [secret])).toBe(false);
  });
});
