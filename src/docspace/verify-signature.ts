import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../base/secret.ts';

const prefix = 'sha256=';
const digestLength = 32;

/**
 * Whether the body of a delivery was signed with one of the secrets. `rawBody` is the body as it came, byte for byte: the portal's JSON
 * escapes more than ours would. `header` is `x-docspace-signature-256`, in hex of any case behind `sha256=`. Takes as long for a wrong
 * signature as for a right one.
 */
export function verifySignature(rawBody: Uint8Array, header: string | undefined, secrets: readonly Secret[]): boolean {
  const given = readDigest(header);
  if (given === undefined) return false;
  // Every secret is tried, so that the time does not tell which one fits.
  const matches = secrets.filter((secret) => timingSafeEqual(sign(rawBody, secret), given));
  return matches.length > 0;
}

function sign(rawBody: Uint8Array, secret: Secret): Buffer {
  return createHmac('sha256', secret.reveal()).update(rawBody).digest();
}

function readDigest(header: string | undefined): Buffer | undefined {
  const text = header?.trim() ?? '';
  if (!text.startsWith(prefix)) return undefined;
  const digest = text.slice(prefix.length);
  return digest.length === 2 * digestLength && /^[0-9a-f]+$/i.test(digest) ? Buffer.from(digest, 'hex') : undefined;
}
