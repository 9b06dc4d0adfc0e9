import { describe, expect, it } from 'vitest';
import { parseDelivery } from './delivery.ts';

const actor = '66faa6e4-f133-11ea-b126-00ffeec8b4ef';
const event = { id: 918, createOn: '2026-07-01T10:00:00Z', createBy: actor, trigger: 'room.archived', triggerId: 1 };

function read(body: unknown) {
  return parseDelivery(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

describe('parseDelivery', () => {
  it('reads a room of portal 3.7', () => {
    const payload = { id: 77, parentId: 9, rootId: 9, title: 'Client A', rootFolderType: 20, fileEntryType: 1 };
    expect(read({ event, payload, webhook: { id: 3, name: 'x' } })).toEqual({
      ok: true,
      delivery: {
        eventId: 918,
        trigger: 'room.archived',
        actorId: actor,
        createdAt: '2026-07-01T10:00:00.000Z',
        subject: { id: 77, title: 'Client A', parentId: 9, section: 'archive', entry: 'folder' },
      },
    });
  });

  it('reads a room of a later portal, whose payload is richer', () => {
    const createdBy = { id: actor, displayName: 'Ada' };
    const payload = { id: 77, parentId: 2, title: 'A', rootFolderType: 14, fileEntryType: 1, roomType: 5, createdBy };
    expect(read({ event, payload })).toMatchObject({ ok: true, delivery: { subject: { id: 77, section: 'active' } } });
  });

  it('tells a room template from a room', () => {
    const payload = { id: 341, title: 'Client', rootFolderType: 30, fileEntryType: 1 };
    expect(read({ event, payload })).toMatchObject({ delivery: { subject: { id: 341, section: 'templates' } } });
  });

  it('reads a person, of whom only the id is there', () => {
    const payload = { id: actor, firstName: 'Ada', status: 1, email: 'ada@example.com' };
    const reading = read({ event: { id: 1, trigger: 'user.created' }, payload });
    expect(reading).toEqual({
      ok: true,
      delivery: {
        eventId: 1,
        trigger: 'user.created',
        actorId: undefined,
        createdAt: undefined,
        subject: { id: actor, title: undefined, parentId: undefined, section: undefined, entry: undefined },
      },
    });
  });

  it('reads what is not needed as absent when it is odd or null', () => {
    const payload = { id: 'sbox-1', title: null, parentId: {}, rootFolderType: 'x', fileEntryType: 99 };
    expect(read({ event: { ...event, createBy: null, createOn: 'soon' }, payload })).toMatchObject({
      ok: true,
      delivery: { actorId: undefined, createdAt: undefined, subject: { id: 'sbox-1', title: undefined } },
    });
  });

  it('keeps triggers that it does not know', () => {
    expect(read({ event: { ...event, trigger: 'user.added' }, payload: { id: 1 } })).toMatchObject({
      delivery: { trigger: 'user.added' },
    });
  });

  it.each(['', '{', 'event=1', '\u0000'])('says that %j is not JSON', (body) => {
    expect(read(body)).toEqual({ ok: false, reason: 'not-json' });
  });

  it.each([
    [null],
    [[]],
    ['"text"'],
    [{}],
    [{ event: 'user.added', data: { id: 1 } }],
    [{ event: { trigger: 'user.created' }, payload: { id: actor } }],
    [{ event: { id: 0, trigger: 'user.created' }, payload: { id: actor } }],
    [{ event: { id: 1 }, payload: { id: actor } }],
  ])('finds no event in %j', (body) => {
    expect(read(body)).toEqual({ ok: false, reason: 'no-event' });
  });

  it.each([[{ event }], [{ event, payload: null }], [{ event, payload: {} }], [{ event, payload: { id: '' } }]])(
    'finds no subject in %j',
    (body) => {
      expect(read(body)).toEqual({ ok: false, reason: 'no-subject' });
    },
  );
});
