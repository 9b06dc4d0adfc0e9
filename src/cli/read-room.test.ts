import { expect, it } from 'vitest';
import { readRoom } from './read-room.ts';

it.each([
  ['123', 123],
  ['https://portal.example.com/rooms/shared/123', 123],
  ['https://portal.example.com/rooms/shared/123/filter?folder=456', 123],
  ['https://portal.example.com/rooms/archived/123/', 123],
  ['https://portal.example.com/rooms/shared/filter?folder=456', 456],
  ['http://localhost:3001/rooms/123', 123],
])('reads %s as room %d', (text, room) => {
  expect(readRoom(text)).toBe(room);
});

it.each([
  '',
  '0',
  '-3',
  '12x',
  '99999999999999999999',
  'rooms/shared/123',
  'https://portal.example.com/doceditor?fileId=9',
  'https://portal.example.com/rooms/shared/filter?folder=@my',
])('reads no room from "%s"', (text) => {
  expect(() => readRoom(text)).toThrow("Give the room's number");
});
