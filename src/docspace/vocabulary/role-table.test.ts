import { describe, expect, it } from 'vitest';
import { firstPossibleLevel, mayHold, possibleLevels } from './role-table.ts';
import { accountKinds, levels, roomTypes } from './words.ts';

describe('the role table', () => {
  it('admits room managers among people only', () => {
    for (const type of roomTypes) {
      expect(possibleLevels(type, 'account')).toContain('room-manager');
      expect(possibleLevels(type, 'group')).not.toContain('room-manager');
      expect(possibleLevels(type, 'invitation')).not.toContain('room-manager');
      expect(possibleLevels(type, 'external')).not.toContain('room-manager');
    }
  });

  it('admits no external link in collaboration and virtual data rooms', () => {
    const without = roomTypes.filter((type) => possibleLevels(type, 'external').length === 0);
    expect(without).toEqual(['collaboration', 'virtual-data']);
  });

  it.each([
    ['collaboration', ['room-manager', 'content-creator', 'editor', 'viewer']],
    ['custom', ['room-manager', 'content-creator', 'editor', 'reviewer', 'commenter', 'viewer']],
    ['public', ['room-manager', 'content-creator']],
    ['form-filling', ['room-manager', 'content-creator', 'form-filler']],
    ['virtual-data', ['room-manager', 'content-creator', 'editor', 'form-filler', 'viewer']],
  ] as const)('admits these people in a %s room', (type, expected) => {
    expect(possibleLevels(type, 'account')).toEqual(expected);
  });
});

describe('what an account may hold', () => {
  it('is anything but managing a room for plain members and guests', () => {
    const managing = accountKinds.filter((kind) => mayHold(kind, 'room-manager'));
    expect(managing).toEqual(['owner', 'docspace-admin', 'room-admin']);
    const others = levels.filter((level) => level !== 'room-manager');
    expect(accountKinds.every((kind) => others.every((level) => mayHold(kind, level)))).toBe(true);
  });
});

describe('the first possible level', () => {
  const wanted = ['room-manager', 'content-creator'] as const;

  it('is the first wanted that the account may hold', () => {
    expect(firstPossibleLevel('collaboration', 'room-admin', wanted)).toBe('room-manager');
    expect(firstPossibleLevel('collaboration', 'user', wanted)).toBe('content-creator');
    expect(firstPossibleLevel('collaboration', 'guest', wanted)).toBe('content-creator');
  });

  it('is one that the type of room has', () => {
    expect(firstPossibleLevel('public', 'guest', ['viewer', 'content-creator'])).toBe('content-creator');
    expect(firstPossibleLevel('form-filling', 'user', ['editor', 'form-filler'])).toBe('form-filler');
  });

  it('is none when none fits', () => {
    expect(firstPossibleLevel('public', 'owner', ['viewer'])).toBeUndefined();
    expect(firstPossibleLevel('custom', 'user', ['room-manager'])).toBeUndefined();
    expect(firstPossibleLevel('custom', 'user', [])).toBeUndefined();
  });
});
