import { expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { describePlan } from './describe-plan.ts';

function draw(plan: Plan): string[] {
  return describePlan(plan).map(({ depth, mark, text }) => `${'  '.repeat(depth)}${mark} ${text}`);
}

const aCopy = { kind: 'copy-file', fileId: 3 } as const;

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
      {
        ...aCopy,
        id: 'c1',
        after: ['f2'],
        sourceTitle: 'Our terms.pdf',
        parent: 'Contracts/2026/',
        title: 'Terms.pdf',
      },
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
    '      + Terms.pdf (copy of "Our terms.pdf", file 3)',
    '  + access for Ada: room-manager',
    '  + access for group HR: viewer',
    '  = Bob owns the room.',
  ]);
});

it('hangs what is new under folders that exist', () => {
  const plan: Plan = {
    room: { id: 7, title: 'Home', roomType: 'collaboration' },
    actions: [
      { ...aCopy, id: 'c', after: [], sourceTitle: 'Leave.docx', parent: 'Documents/Forms/', title: 'Leave.docx' },
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

it('says of access and links all that they will be, and what a level was', () => {
  const expiresAt = '2027-01-31T23:59:59.000Z';
  const link = { kind: 'external', name: 'Press', level: 'viewer', expiresAt, denyDownload: true } as const;
  const invitation = { kind: 'invitation', name: 'invitation', level: 'viewer', maxUses: 5 } as const;
  const plan: Plan = {
    room: { id: 7, title: 'Home', roomType: 'custom' },
    actions: [
      {
        ...{ id: 'share', after: [], kind: 'share', notify: false },
        entries: [{ subject: 'user', id: 'u', name: 'Ada', level: 'viewer', was: 'editor', expiresAt }],
      },
      {
        id: 'invite',
        after: [],
        kind: 'invite',
        entries: [{ email: 'new@client.example', level: 'viewer', expiresAt }],
      },
      { id: 'l1', after: [], kind: 'set-link', link: { ...link, password: { input: 'password' } } },
      { id: 'l2', after: [], kind: 'set-link', link: invitation, linkId: 'x' },
      { id: 'l3', after: [], kind: 'remove-link', name: 'primary', linkId: 'y', linkKind: 'external' },
      { id: 's', after: [], kind: 'update-room', quotaBytes: 1.5 * 1024 ** 3, denyDownload: true },
    ],
    notes: [],
  };
  expect(draw(plan)).toEqual([
    '~ room "Home" (custom, 7)',
    '  ~ access for Ada: viewer instead of editor, until 2027-01-31 23:59 UTC',
    '  + access for new@client.example, invited as a guest: viewer, until 2027-01-31 23:59 UTC',
    '  + external link "Press": viewer, until 2027-01-31 23:59 UTC, with a password, downloads denied',
    '  ~ invitation link: viewer, for 5 uses',
    '  - external link',
    '  ~ quota 1536 MB, downloads denied',
  ]);
});

it('says of a room from a template which it is, and what it may bring by itself', () => {
  const plan: Plan = {
    room: { title: 'Acme', roomType: 'custom' },
    actions: [
      {
        ...{ id: 'room', after: [], kind: 'create-room-from-template', templateId: 341, templateTitle: 'Client room' },
        ...{ title: 'Acme', roomType: 'custom', tags: [] },
      },
      { id: 'f', after: ['room'], kind: 'create-folder', parent: '', path: 'Bills/', title: 'Bills', looksFirst: true },
    ],
    notes: [],
  };
  expect(draw(plan)).toEqual([
    '+ room "Acme" (custom)',
    '  + from template "Client room" (341)',
    '  + Bills/, unless the template brings it',
  ]);
});

it('lists the rooms that a person is taken out of, and what is left', () => {
  const person = { id: 'p', name: 'Ada' };
  const action = { kind: 'end-access', after: [], person } as const;
  const plan: Plan = {
    person,
    actions: [{ ...action, id: 'r', room: { id: 7, title: 'Client' }, level: 'editor' }],
    notes: ['room "Own" (8): owned by Ada; pass it on in the portal'],
  };
  expect(draw(plan)).toEqual([
    '~ access of Ada',
    '  - room "Client" (7): editor',
    '  = room "Own" (8): owned by Ada; pass it on in the portal',
  ]);
  expect(draw({ ...plan, actions: [], notes: [] })).toEqual(['= access of Ada']);
});
