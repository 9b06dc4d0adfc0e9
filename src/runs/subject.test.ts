import { expect, it } from 'vitest';
import { personIdOf, personSubject } from './subject.ts';

it('names a person, and finds them again', () => {
  expect(personSubject('a1')).toBe('person:a1');
  expect(personIdOf(personSubject('a1'))).toBe('a1');
});

it.each(['room:7', 'person:', 'person', ''])('is a defect for what is no person: "%s"', (subject) => {
  expect(() => personIdOf(subject)).toThrow(expect.objectContaining({ kind: 'defect' }));
});
