import { createHmac } from 'node:crypto';

/** The value of `x-docspace-signature-256`: HMAC-SHA256 over the exact bytes, hex in UPPER case as the portal writes it. */
export function signBody(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex').toUpperCase()}`;
}
