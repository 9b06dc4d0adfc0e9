import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { createHubspot } from '../../src/connectors/hubspot.ts';
import { startVendor, type VendorReply, type VendorRequest } from './support/start-vendor.ts';

const token = new Secret('pat-eu1-marked-4711');
const order = {
  email: 'boss@acme.example',
  note: 'Room <A>\nis there',
  whenMissing: 'create',
  isDoubtful: false,
} as const;

interface Crm {
  readonly contacts: Map<string, string>;
  readonly notes: { readonly id: string; readonly contact: string; readonly body: string }[];
  /** Replies that come before the usual one, in order. */
  readonly first: VendorReply[];
}

function aCrm(...emails: readonly string[]): Crm {
  return { contacts: new Map(emails.map((email, index) => [email, String(index + 1)])), notes: [], first: [] };
}

function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value);
}

/** Contacts and notes as HubSpot keeps them: found by address at once, notes by the contact's associations. */
function behave(crm: Crm) {
  return ({ method, path, query, body }: VendorRequest): VendorReply => {
    if (method === 'POST' && path === '/crm/v3/objects/contacts') {
      const email = String(field(body, 'properties', 'email'));
      if (crm.contacts.has(email)) return { status: 409, body: { category: 'CONFLICT' } };
      crm.contacts.set(email, String(crm.contacts.size + 1));
      return crm.first.shift() ?? { status: 201, body: { id: crm.contacts.get(email) } };
    }
    if (method === 'POST' && path === '/crm/v3/objects/notes') {
      const contact = String(field(body, 'associations', '0', 'to', 'id'));
      const type = field(body, 'associations', '0', 'types', '0', 'associationTypeId');
      if (type !== 202) return { status: 400, body: { message: 'no such association' } };
      crm.notes.push({ id: `n${crm.notes.length}`, contact, body: String(field(body, 'properties', 'hs_note_body')) });
      return crm.first.shift() ?? { status: 201, body: { id: 'n' } };
    }
    if (path === '/crm/v3/objects/notes/batch/read') {
      const results = crm.notes.map((note) => ({ id: note.id, properties: { hs_note_body: note.body } }));
      return { status: 200, body: { results } };
    }
    const early = crm.first.shift();
    if (early) return early;
    const name = path.replace('/crm/v3/objects/contacts/', '');
    const id = query.get('idProperty') === 'email' ? crm.contacts.get(name) : name;
    if (id === undefined) return { status: 404, body: { category: 'OBJECT_NOT_FOUND' } };
    const notes = crm.notes.filter(({ contact }) => contact === id).map((note) => ({ id: note.id }));
    return { status: 200, body: { id, associations: { notes: { results: notes } } } };
  };
}

describe('a note in HubSpot', () => {
  it('is written on the contact that has the address, as text', async () => {
    const crm = aCrm('boss@acme.example');
    await using vendor = await startVendor(behave(crm));
    const sent = await createHubspot({ token, baseUrl: vendor.url }).note(order);
    expect(sent).toEqual({ sent: true, summary: 'note on boss@acme.example in HubSpot' });
    expect(crm.notes).toMatchObject([{ contact: '1', body: 'Room &lt;A&gt;<br>is there' }]);
    expect(vendor.requests[0]?.headers.authorization).toBe('Bearer pat-eu1-marked-4711');
  });

  it('makes the contact that is missing, or not, as it is told', async () => {
    const crm = aCrm();
    await using vendor = await startVendor(behave(crm));
    const hubspot = createHubspot({ token, baseUrl: vendor.url });
    expect(await hubspot.note({ ...order, whenMissing: 'skip' })).toMatchObject({ sent: false });
    await expect(hubspot.note({ ...order, whenMissing: 'fail' })).rejects.toMatchObject({ kind: 'not-found' });
    expect(crm.contacts.size).toBe(0);
    expect(await hubspot.note({ ...order, contactName: 'Acme & Sons' })).toMatchObject({ sent: true });
    expect([crm.contacts.size, crm.notes.length]).toEqual([1, 1]);
  });

  it('takes a contact that was made meanwhile', async () => {
    const crm = aCrm('boss@acme.example');
    crm.first.push({ status: 404 });
    await using vendor = await startVendor(behave(crm));
    expect(await createHubspot({ token, baseUrl: vendor.url }).note(order)).toMatchObject({ sent: true });
    expect([crm.contacts.size, crm.notes.length]).toEqual([1, 1]);
  });

  it('is not written again after a reply was lost', async () => {
    const crm = aCrm();
    crm.first.push({ status: 404 }, { status: 201, body: { id: '1' } }, { status: 0, drop: true });
    await using vendor = await startVendor(behave(crm));
    const hubspot = createHubspot({ token, baseUrl: vendor.url });
    await expect(hubspot.note(order)).rejects.toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(crm.notes).toHaveLength(1);
    expect(await hubspot.note({ ...order, isDoubtful: true })).toMatchObject({ sent: true });
    expect(crm.notes).toHaveLength(1);
  });

  it.each([
    [401, {}, 'invalid-config', {}],
    [429, { 'retry-after': '7' }, 'rate-limited', { retryAfterSeconds: 7 }],
    [503, {}, 'unavailable', { effect: 'unknown' }],
    [400, {}, 'rejected', {}],
  ])('answered with %i says who must act, without the token', async (status, headers, kind, details) => {
    await using vendor = await startVendor(() => ({ status, headers, body: { message: 'pat-eu1-marked-4711' } }));
    const failure: unknown = await createHubspot({ token, baseUrl: vendor.url })
      .note(order)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind, details });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('marked');
  });

  it('is kept without a token', async () => {
    const kept = await createHubspot({ token: undefined }).note(order);
    expect(kept).toEqual({ sent: false, reason: 'HUBSPOT_TOKEN is not set' });
  });
});
