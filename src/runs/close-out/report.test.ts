import { expect, it } from 'vitest';
import { reportTitle, writeReport } from './report.ts';

const time = '2026-07-01T12:34:56.789Z';
const room = { id: 7, title: 'Client: <A> & B' };
const guests = [
  { id: 'g1', name: 'Greta', email: 'greta@client.example' },
  { id: 'g2', name: '<b>Mallory</b>' },
  { id: 'g3', name: '' },
];

it('is called by the room and the time, as the portal stores it', () => {
  expect(reportTitle({ room, time })).toBe('Client_ _A_ & B-guest-cleanup-2026-07-01T12-34-56Z.txt');
});

it('has a title of 165 characters at most, with its time and extension', () => {
  const title = reportTitle({ room: { id: 7, title: 'x'.repeat(170) }, time });
  expect(title).toHaveLength(165);
  expect(title.endsWith('x-guest-cleanup-2026-07-01T12-34-56Z.txt')).toBe(true);
});

it('names everybody and everything, and has nothing that the portal could take for a page', () => {
  const removed = { guests, links: ['external link "Press"'], remains: ['a <i> remains'] };
  const text = writeReport({ blueprint: 'guest-close-out', runId: 'r1', room, time, openMs: 1_234, removed });
  expect(text).toBe(
    [
      'Guest cleanup report for room "Client: ‹A› & B"',
      'Time: 2026-07-01T12:34:56.789Z',
      '',
      'Removed guests:',
      '- greta@client.example',
      '- ‹b›Mallory‹/b›',
      '- g3',
      '',
      'Removed links:',
      '- external link "Press"',
      '',
      'What remains:',
      '- a ‹i› remains',
      '',
      'The room was out of the Archive for 1.2 seconds.',
      'Rule: guest-close-out, run r1',
      '',
    ].join('\n'),
  );
});
