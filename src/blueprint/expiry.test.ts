import { expect, test } from 'vitest';
import { readExpiry } from './expiry.ts';

test.each([
  ['90d', { afterSeconds: 90 * 86_400 }],
  ['12h', { afterSeconds: 43_200 }],
  ['4 w', { afterSeconds: 4 * 604_800 }],
  ['2027-01-31', { at: '2027-01-31T23:59:59.000Z' }],
  ['2027-01-31T18:00:00+02:00', { at: '2027-01-31T16:00:00.000Z' }],
])('%s ends as people mean it', (text, expiry) => {
  expect(readExpiry(text)).toEqual(expiry);
});

test.each(['', '0d', '90', '90m', 'tomorrow', '2027-13-01', '2027', 'Jan 1 2027'])('%s is no time', (text) => {
  expect(readExpiry(text)).toBeUndefined();
});
