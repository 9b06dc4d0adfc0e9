import { expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { describePlan } from './describe-plan.ts';

function draw(plan: Plan): string[] {
  return describePlan(plan).map(({ depth, mark, text }) => `${'  '.repeat(depth)}${mark} ${text}`);
}

it('draws a new room with everything in it', () => {
  const plan: Plan = {
    room: { title: 'Client - Acme', roomType: 'custom' },
    actions: [
      {
        id: 'room',
        after: [],
        kind: 'create-room',
        title: 'Client - Acme',
        roomType: 'custom',
        tags: ['client', 'new'],
      },
      { id: 'f1', after: ['room'], kind: 'create-folder', parent: '', path: 'Contracts/', title: 'Contracts' },
      { id: 'f2', after: ['f1'], kind: 'create-folder', parent: 'Contracts/', path: 'Contracts/2026/', title: '2026' },
      { id: 'c1', after: ['f2'], kind: 'copy-file', fileId: 12, parent: 'Contracts/2026/', title: 'Terms.pdf' },
      {
        id: 'share',
        after: ['room'],
        kind: 'share',
        notify: false,
        entries: [
          { subject: 'user', id: 'u', name: 'Ada', level: 'room-manager' },
          { subject: 'group', id: 'g', name: 'HR', level: 'viewer' },
        ],
      },
    ],
    notes: ['Bob owns the room.'],
  };
  expect(draw(plan)).toEqual([
    '+ room "Client - Acme" (custom)',
    '  + tags client, new',
    '  + Contracts/',
    '    + 2026/',
    '      + Terms.pdf (copy of file 12)',
    '  + access for Ada: room-manager',
    '  + access for group HR: viewer',
    '  = Bob owns the room.',
  ]);
});

it('hangs what is new under folders that exist', () => {
  const plan: Plan = {
    room: { id: 7, title: 'Home', roomType: 'collaboration' },
    actions: [
      { id: 'c', after: [], kind: 'copy-file', fileId: 3, parent: 'Documents/Forms/', title: 'Leave.docx' },
      { id: 't', after: [], kind: 'add-tags', tags: ['home'] },
    ],
    notes: [],
  };
  expect(draw(plan)).toEqual([
    '~ room "Home" (collaboration, 7)',
    '  = Documents/',
    '    = Forms/',
    '      + Leave.docx (copy of file 3)',
    '  + tags home',
  ]);
});

it('shows a room that stays as it is', () => {
  const plan: Plan = { room: { id: 7, title: 'Home', roomType: 'collaboration' }, actions: [], notes: [] };
  expect(draw(plan)).toEqual(['= room "Home" (collaboration, 7)']);
});
