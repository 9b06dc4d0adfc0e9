import { expect, it } from 'vitest';
import { matchPath } from './match-path.ts';

it('takes a template with parameters in either spelling', () => {
  expect(matchPath('/api/2.0/files/rooms/{id}/share')('/api/2.0/files/rooms/12/share')).toBe(true);
  expect(matchPath('/api/2.0/files/rooms/:id/share')('/api/2.0/files/rooms/12/share')).toBe(true);
  expect(matchPath('/api/2.0/files/rooms/{id}')('/api/2.0/files/rooms/12/share')).toBe(false);
});

it("keeps a parameter's own pattern", () => {
  const fits = matchPath('/api/2.0/files/:id{[0-9]+}');
  expect(fits('/api/2.0/files/12')).toBe(true);
  expect(fits('/api/2.0/files/rooms')).toBe(false);
});

it('takes the rest of a template literally', () => {
  expect(matchPath('/api/2.0/people')('/api/2x0/people')).toBe(false);
  expect(matchPath('/api/2.0/people/@self')('/api/2.0/people/@self')).toBe(true);
});

it('takes a regular expression when it begins with a caret', () => {
  expect(matchPath('^/api/2\\.0/(people|group)$')('/api/2.0/group')).toBe(true);
  expect(() => matchPath('^(')).toThrow(SyntaxError);
});
