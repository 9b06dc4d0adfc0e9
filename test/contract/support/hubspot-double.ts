import type { VendorReply, VendorRequest } from './start-vendor.ts';

export interface Crm {
  readonly contacts: Map<string, string>;
  readonly notes: { readonly id: string; readonly contact: string; readonly body: string }[];
  /** Replies that come before the usual one, in order. */
  readonly first: VendorReply[];
}

export function createCrm(...emails: readonly string[]): Crm {
  return { contacts: new Map(emails.map((email, index) => [email, String(index + 1)])), notes: [], first: [] };
}

function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value);
}

/** Contacts and notes as HubSpot keeps them: found by address at once, notes by the contact's associations. */
export function behaveAsHubspot(crm: Crm) {
  return (request: VendorRequest): VendorReply => {
    const operation = `${request.method} ${request.path}`;
    if (operation === 'POST /crm/v3/objects/contacts') return makeContact(crm, request);
    if (operation === 'POST /crm/v3/objects/notes') return makeNote(crm, request);
    if (operation === 'POST /crm/v3/objects/notes/batch/read') {
      const results = crm.notes.map((note) => ({ id: note.id, properties: { hs_note_body: note.body } }));
      return { status: 200, body: { results } };
    }
    return crm.first.shift() ?? readContact(crm, request);
  };
}

function makeContact(crm: Crm, { body }: VendorRequest): VendorReply {
  const email = String(field(body, 'properties', 'email'));
  if (crm.contacts.has(email)) return { status: 409, body: { category: 'CONFLICT' } };
  crm.contacts.set(email, String(crm.contacts.size + 1));
  return crm.first.shift() ?? { status: 201, body: { id: crm.contacts.get(email) } };
}

function makeNote(crm: Crm, { body }: VendorRequest): VendorReply {
  const contact = String(field(body, 'associations', '0', 'to', 'id'));
  const type = field(body, 'associations', '0', 'types', '0', 'associationTypeId');
  if (type !== 202) return { status: 400, body: { message: 'no such association' } };
  crm.notes.push({ id: `n${crm.notes.length}`, contact, body: String(field(body, 'properties', 'hs_note_body')) });
  return crm.first.shift() ?? { status: 201, body: { id: 'n' } };
}

function readContact(crm: Crm, { path, query }: VendorRequest): VendorReply {
  const name = path.replace('/crm/v3/objects/contacts/', '');
  const id = query.get('idProperty') === 'email' ? crm.contacts.get(name) : name;
  if (id === undefined) return { status: 404, body: { category: 'OBJECT_NOT_FOUND' } };
  const notes = crm.notes.filter(({ contact }) => contact === id).map((note) => ({ id: note.id }));
  return { status: 200, body: { id, associations: { notes: { results: notes } } } };
}
