import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

it('reveals its text to who asks for it, and shows it to nobody else', () => {
  const secret = new Secret('sk-1');
  expect(secret.reveal()).toBe('sk-1');
  const shown = [String(secret), JSON.stringify({ secret }), inspect({ secret }), format('%s %o', secret, secret)];
  expect(shown.filter((text) => text.includes('sk-1'))).toEqual([]);
  expect(shown.every((text) => text.includes('[secret]'))).toBe(true);
});
