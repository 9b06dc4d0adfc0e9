import { describe, expect, it } from 'vitest';
import {
  accountKindOf,
  levelFromNumber,
  levelToNumber,
  linkKindFromNumber,
  linkKindToNumber,
  roomTypeFromNumber,
  roomTypeToNumber,
} from './numbers.ts';
import { levels, linkKinds, roomTypes } from './vocabulary/words.ts';

describe("the portal's numbers", () => {
  it.each(levels)('brings the level %s there and back', (level) => {
    expect(levelFromNumber(levelToNumber(level))).toBe(level);
  });

  it.each(roomTypes)('brings the room type %s there and back', (type) => {
    expect(roomTypeFromNumber(roomTypeToNumber(type))).toBe(type);
  });

  it.each(linkKinds)('brings the link kind %s there and back', (kind) => {
    expect(linkKindFromNumber(linkKindToNumber(kind))).toBe(kind);
  });

  it("writes levels and room types as the vendor's enums do", () => {
    expect(levels.map(levelToNumber)).toEqual([9, 11, 10, 7, 5, 6, 2]);
    expect(roomTypes.map(roomTypeToNumber)).toEqual([2, 5, 6, 1, 8]);
  });

  it.each([0, 1, 3, 4, 8, 12])('knows no level for %i', (number) => {
    expect(levelFromNumber(number)).toBeUndefined();
  });

  it.each([0, 3, 4, 7, 9])('knows no room type for %i', (number) => {
    expect(roomTypeFromNumber(number)).toBeUndefined();
  });

  it.each([
    ['owner', { isOwner: true }],
    ['docspace-admin', { isAdmin: true }],
    ['room-admin', { isRoomAdmin: true }],
    ['guest', { isVisitor: true }],
    ['user', {}],
    ['guest', { isVisitor: true, isRoomAdmin: true }],
  ])('tells that an account is %s by %o', (kind, flags) => {
    const none = { isOwner: false, isAdmin: false, isRoomAdmin: false, isVisitor: false };
    expect(accountKindOf({ ...none, ...flags })).toBe(kind);
  });
});
