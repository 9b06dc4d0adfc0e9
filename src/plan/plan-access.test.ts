import { describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { anAccess, anObservedRoom, facts, ownerId } from '../../test/support/plan-values.ts';
import type { DesiredAccess } from '../blueprint/desired-room.ts';
import type { RoomType } from '../docspace/vocabulary/words.ts';
import { planAccess } from './plan-access.ts';

/** Who would be sent, with their levels, and what is noted. */
function plan(
  access: readonly DesiredAccess[],
  { roomType = 'collaboration', observed }: { roomType?: RoomType; observed?: ReturnType<typeof anObservedRoom> } = {},
) {
  const { actions, notes } = planAccess(access, {
    ...{ roomType, observed, facts, after: ['room'], contents: [], now: '2026-07-01T12:00:00.000Z' },
  });
  const shares = actions.flatMap((action) => (action.kind === 'share' ? [action] : []));
  return { sent: shares.flatMap(({ entries }) => entries.map(({ id, level }) => `${id} ${level}`)), notes, actions };
}

describe('access', () => {
  it('goes out in one call, after what it was told to wait for', () => {
    const { actions } = plan([anAccess('user', 'ada', 'editor'), anAccess('group', 'hr', 'viewer')]);
    expect(actions).toEqual([
      {
        kind: 'share',
        id: 'share',
        after: ['room'],
        notify: false,
        entries: [
          { subject: 'user', id: 'ada', name: 'Ada', level: 'editor' },
          { subject: 'group', id: 'hr', name: 'HR', level: 'viewer' },
        ],
      },
    ]);
  });

  it('is no action when nobody is named', () => {
    expect(plan([]).actions).toEqual([]);
  });

  it('is the first level that the kind of account may have', () => {
    const wanted = ['room-manager', 'content-creator'] as const;
    const everybody = ['ada', 'bob', 'gil'].map((id) => anAccess('user', id, ...wanted));
    expect(plan(everybody).sent).toEqual(['ada content-creator', 'bob room-manager', 'gil content-creator']);
    expect(plan([anAccess('group', 'hr', ...wanted)]).sent).toEqual(['hr content-creator']);
  });

  it('is never sent for the owner, of a new room or a known one', () => {
    const olga = anAccess('user', ownerId, 'viewer');
    expect(plan([olga])).toMatchObject({ sent: [], notes: ['Olga owns the room'] });
    const passedOn = anObservedRoom({ ownerId: 'ada' });
    const both = [olga, anAccess('user', 'ada', 'editor')];
    expect(plan(both, { observed: passedOn })).toMatchObject({ sent: ['owner viewer'], notes: ['Ada owns the room'] });
  });

  it('is an account’s by its id, whether it was named by id or by e-mail', () => {
    expect(plan([anAccess('person', 'ada@example.com', 'viewer')]).sent).toEqual(['ada viewer']);
  });

  it('is what the first entry says for who is named twice, on a new room and on a known one', () => {
    const twice = [anAccess('user', 'ada', 'editor'), anAccess('person', 'ada@example.com', 'viewer')];
    expect(plan(twice).sent).toEqual(['ada editor']);
    const observed = anObservedRoom({ members: [{ subject: 'user', id: 'ada', name: 'Ada', level: 'editor' }] });
    expect(plan(twice, { observed }).sent).toEqual([]);
  });
});

describe('a level that is not possible', () => {
  it('is refused with the name, the type of room and what would work', () => {
    const error = {
      kind: 'invalid-blueprint',
      message: 'Ada can be none of room-manager in a custom room.',
      hint: 'Possible in such a room: room-manager, content-creator, editor, reviewer, commenter, viewer; room-manager only for room admins and DocSpace admins.',
    };
    expect(() => plan([anAccess('user', 'ada', 'room-manager')], { roomType: 'custom' })).toThrow(
      expect.objectContaining(error),
    );
  });

  it('is refused for a group by what groups may have', () => {
    const error = {
      message: 'HR can be none of viewer, editor in a public room.',
      hint: textWith('Possible in such a room: content-creator;'),
    };
    expect(() => plan([anAccess('group', 'hr', 'viewer', 'editor')], { roomType: 'public' })).toThrow(
      expect.objectContaining(error),
    );
  });

  it('is a defect when somebody was not looked up', () => {
    const defect = { kind: 'defect' };
    expect(() => plan([anAccess('user', 'nobody', 'viewer')])).toThrow(expect.objectContaining(defect));
    expect(() => plan([anAccess('group', 'nobody', 'viewer')])).toThrow(expect.objectContaining(defect));
  });
});
