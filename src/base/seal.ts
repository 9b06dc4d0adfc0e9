import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from './errors.ts';
import type { Secret } from './secret.ts';

/** Keeps texts unreadable where they are stored. Whoever has the key opens them; nobody else learns more than their length. */
export interface Sealer {
  /** A text of letters, digits, `-`, `_` and dots; another one each time. */
  seal(text: string): string;
  /** The text that was sealed. Errors: `invalid-input` for one that was sealed with another key, or was changed. */
  open(sealed: string): string;
}

const cipher = 'aes-256-gcm';
const keyLength = 32;
const nonceLength = 12;

/** A sealer whose key comes from a secret that all processes of an installation have, and the database has not. */
export function createSealer(secret: Secret): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret.reveal(), '', 'concierge sealed inputs', keyLength));
  return {
    seal(text) {
      const nonce = randomBytes(nonceLength);
      const sealing = createCipheriv(cipher, key, nonce);
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return [nonce, sealing.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
    },
    open(sealed) {
      try {
        const [nonce = '', tag = '', text = ''] = sealed.split('.');
        const opening = createDecipheriv(cipher, key, Buffer.from(nonce, 'base64url'));
        opening.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([opening.update(Buffer.from(text, 'base64url')), opening.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('invalid-input', 'A secret input cannot be read any more.', {
          hint: 'It was sealed with another API key of the portal. With that key, retry the run; else apply the blueprint anew, with the secret.',
          cause,
        });
      }
    },
  };
}
