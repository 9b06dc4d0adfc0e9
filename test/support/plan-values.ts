import type { DesiredAccess, DesiredItem, DesiredRoom } from '../../src/blueprint/desired-room.ts';
import type { Facts, ObservedRoom } from '../../src/plan/facts.ts';

const at = { line: 1, column: 1 };

/** The account that makes rooms in tests of the planner. */
export const ownerId = 'owner';

export function aFolder(title: string, ...contents: readonly DesiredItem[]): DesiredItem {
  return { kind: 'folder', title, contents };
}

export function aCopy(fileId: number, as?: string): DesiredItem {
  return { kind: 'copy', fileId, at, ...(as === undefined ? {} : { as }) };
}

export function anAccess(
  subject: DesiredAccess['subject'],
  value: string,
  ...levels: DesiredAccess['levels']
): DesiredAccess {
  return { subject, value, levels, notify: false, at };
}

export function aDesiredRoom(changes: Partial<DesiredRoom> = {}): DesiredRoom {
  return {
    key: 'k',
    title: 'Home – Ada',
    type: 'collaboration',
    tags: [],
    contents: [],
    access: [],
    links: [],
    leftOut: [],
    ...changes,
  };
}

/** Everybody and everything that these tests name. */
export const facts: Facts = {
  ownerId,
  files: {
    1: { title: 'First week.docx', extension: '.docx' },
    2: { title: 'Goals: 2026.xlsx', extension: '.xlsx' },
    3: { title: 'README', extension: '' },
    4: { title: 'Plan.PDF', extension: '.PDF' },
  },
  groups: { hr: { name: 'HR' } },
  accounts: {
    ada: { id: 'ada', name: 'Ada', kind: 'user' },
    bob: { id: 'bob', name: 'Bob', kind: 'room-admin' },
    gil: { id: 'gil', name: 'Gil', kind: 'guest' },
    'ada@example.com': { id: 'ada', name: 'Ada', kind: 'user' },
    [ownerId]: { id: ownerId, name: 'Olga', kind: 'owner' },
  },
  strangers: ['new@client.example'],
};

export function anObservedRoom(changes: Partial<ObservedRoom> = {}): ObservedRoom {
  return {
    id: 7,
    title: 'Home – Ada',
    type: 'collaboration',
    ownerId,
    tags: [],
    url: 'https://portal.example/rooms/shared/7',
    denyDownload: false,
    members: [],
    links: [],
    files: [],
    folders: [],
    ...changes,
  };
}
