import { randomInt } from 'node:crypto';
import { Secret } from '../base/secret.ts';

/**
 * Each class that a portal's password policy may ask for (DocSpace server, PasswordSettings.cs), without what is hard to tell apart, and
 * without the comma, which separates secrets in DOCSPACE_WEBHOOK_SECRET.
 */
const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%+-.:=?@_~'] as const;

/** The longest that every policy admits: 30 characters, over 170 bits. */
const length = 30;

/** A secret that the strictest policy of a portal accepts: capitals, small letters, digits and special characters, and no space. */
export function makeWebhookSecret(): Secret {
  const all = classes.join('');
  const characters = Array.from({ length }, (_, index) => pick(classes[index] ?? all));
  for (let last = length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return new Secret(characters.join(''));
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}
