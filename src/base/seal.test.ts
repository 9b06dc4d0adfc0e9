import { expect, test } from 'vitest';
import { errorKindOf } from './errors.ts';
import { createSealer } from './seal.ts';
import { Secret } from './secret.ts';

const sealer = createSealer(new Secret('sk-one'));

test('what is sealed is opened with the same secret, and never looks the same twice', () => {
  const [one, other] = [sealer.seal('grün & geheim'), sealer.seal('grün & geheim')];
  expect(createSealer(new Secret('sk-one')).open(one)).toBe('grün & geheim');
  expect(one).not.toBe(other);
  expect(one).not.toContain('geheim');
});

test.each([
  ['another secret', () => createSealer(new Secret('sk-two')).open(sealer.seal('x'))],
  ['a changed text', () => sealer.open(`${sealer.seal('x')}AA`)],
  ['no sealed text at all', () => sealer.open('x')],
])('%s opens nothing, with a hint', (_, open) => {
  expect(open).toThrow('cannot be read any more');
  try {
    open();
  } catch (error) {
    expect(errorKindOf(error)).toBe('invalid-input');
  }
});
