import type { Client } from '@hubspot/api-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { Secret } from '../base/secret.ts';
import type { Checked, Delivered } from './connector.ts';
import { explainNoAnswer, explainStatus } from './http-failure.ts';

interface NoteOrder {
  /** The contact's e-mail address. */
  readonly email: string;
  /** The name of a contact that has to be made. */
  readonly contactName?: string;
  /** Plain text. */
  readonly note: string;
  readonly whenMissing: 'create' | 'fail' | 'skip';
  /** Whether the note may be there already, without our knowing. */
  readonly isDoubtful: boolean;
}

export interface Hubspot {
  /**
   * Writes a note on a contact that is found by e-mail. After doubt the contact's notes are looked through, by its associations and not
   * by the search, which lags. Without a token nothing is sent and the result says so. Throws `not-found` for a contact that is missing
   * and must not be made, `invalid-config` for a token that is refused, `rate-limited`, `unavailable`, `rejected`.
   */
  note(order: NoteOrder): Promise<Delivered>;
  /** Whether the token may read contacts and notes; nothing is written. Errors as for `note`. */
  check(): Promise<Checked>;
}

interface HubspotSettings {
  readonly token: Secret | undefined;
  /** Another address than the vendor's, without a slash at its end. */
  readonly baseUrl?: string | undefined;
}

const who = 'HubSpot';
const timeoutMs = 15_000;
/** Of a note to a contact; defined by HubSpot. */
const noteToContact = 202;

export function createHubspot({ token, baseUrl }: HubspotSettings): Hubspot {
  if (!token) {
    const reason = 'HUBSPOT_TOKEN is not set';
    return {
      note: () => Promise.resolve({ sent: false, reason }),
      check: () => Promise.resolve({ isSet: false, text: reason }),
    };
  }
  const loaded: { client?: Promise<Client> } = {};
  // The library is large: it is loaded when the first note is written, and never without a token.
  const connect = (): Promise<Client> =>
    (loaded.client ??= import('@hubspot/api-client').then(
      ({ Client: HubspotClient }) =>
        new HubspotClient({
          accessToken: token.reveal(),
          // Trying again is the engine's business.
          numberOfApiCallRetries: 0,
          ...(baseUrl === undefined ? {} : { basePath: baseUrl }),
        }),
    ));
  return {
    async note(order) {
      const client = await connect();
      return writeNote(order, client);
    },
    async check() {
      const client = await connect();
      for (const kind of ['contacts', 'notes']) {
        await ask(client, { method: 'GET', path: `/crm/v3/objects/${kind}`, qs: { limit: '1' } }, z.unknown());
      }
      return { isSet: true, text: 'HubSpot takes the token, which may read contacts and notes' };
    },
  };
}

async function writeNote(order: NoteOrder, client: Client): Promise<Delivered> {
  const found = await findContact(order.email, client);
  if (found === undefined && order.whenMissing === 'skip') {
    return { sent: false, reason: `HubSpot has no contact with the address ${order.email}` };
  }
  if (found === undefined && order.whenMissing === 'fail') {
    throw new AppError('not-found', `HubSpot has no contact with the address ${order.email}.`, {
      hint: 'Make the contact and retry the run, or say `whenMissing: create`.',
    });
  }
  const contactId = found ?? (await createContact(order, client));
  const body = writeBody(order.note);
  const summary = `note on ${order.email} in HubSpot`;
  if (order.isDoubtful && (await hasNote(contactId, body, client))) return { sent: true, summary };
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: noteToContact }];
  const note = {
    properties: { hs_note_body: body, hs_timestamp: new Date().toISOString() },
    associations: [{ to: { id: contactId }, types }],
  };
  await ask(client, { method: 'POST', path: '/crm/v3/objects/notes', body: note }, Created);
  return { sent: true, summary };
}

const Created = z.object({ id: z.string() });
const Contact = z.object({
  id: z.string(),
  associations: z.object({ notes: z.object({ results: z.array(Created) }).optional() }).optional(),
});
const Notes = z.object({
  results: z.array(z.object({ properties: z.object({ hs_note_body: z.string().nullish() }) })),
});

/** By the address itself: the search lags behind what was written. */
async function findContact(email: string, client: Client): Promise<string | undefined> {
  const path = `/crm/v3/objects/contacts/${encodeURIComponent(email)}`;
  try {
    return (await ask(client, { method: 'GET', path, qs: { idProperty: 'email' } }, Contact)).id;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function createContact({ email, contactName = '' }: NoteOrder, client: Client): Promise<string> {
  const [firstname = '', ...rest] = contactName.trim().split(/\s+/);
  const names = contactName.trim() === '' ? {} : { firstname, lastname: rest.join(' ') };
  const body = { properties: { email, ...names } };
  try {
    return (await ask(client, { method: 'POST', path: '/crm/v3/objects/contacts', body }, Created)).id;
  } catch (error) {
    // Somebody, or a call of ours whose reply was lost, has made it meanwhile.
    const found = statusOf(error) === 409 ? await findContact(email, client) : undefined;
    if (found !== undefined) return found;
    throw error;
  }
}

/** The most notes that one call reads. */
const mostNotes = 100;

async function hasNote(contactId: string, body: string, client: Client): Promise<boolean> {
  const path = `/crm/v3/objects/contacts/${contactId}`;
  const contact = await ask(client, { method: 'GET', path, qs: { associations: 'notes' } }, Contact);
  const ids = contact.associations?.notes?.results.map(({ id }) => ({ id })) ?? [];
  if (ids.length === 0) return false;
  const question = { inputs: ids.slice(-mostNotes), properties: ['hs_note_body'] };
  const read = { method: 'POST', path: '/crm/v3/objects/notes/batch/read', body: question } as const;
  const { results } = await ask(client, read, Notes);
  return results.some(({ properties }) => properties.hs_note_body === body);
}

/** Notes are HTML: what strangers are called stays text. */
function writeBody(note: string): string {
  const escaped = note.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/\r?\n/g, '<br>');
}

function statusOf(error: unknown): unknown {
  return error instanceof AppError ? error.details['status'] : undefined;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly qs?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** One call; its failure as one of our errors, which never carries a header or a body. */
async function ask<T>(client: Client, call: Call, schema: z.ZodType<T>): Promise<T> {
  const tooLate = sleep(timeoutMs, undefined, { ref: false });
  const reply = await Promise.race([client.apiRequest(call), tooLate]).catch((error: unknown) => {
    throw explainNoAnswer(who, error);
  });
  if (reply === undefined) throw explainNoAnswer(who, undefined);
  if (!reply.ok) {
    const retryAfter = reply.headers.get('retry-after');
    throw explainStatus({ status: reply.status, who, retryAfter, setting: 'HUBSPOT_TOKEN' });
  }
  const read = schema.safeParse(await reply.json());
  if (read.success) return read.data;
  throw new AppError('rejected', `${who} answered something that is not understood.`, {
    hint: 'Look at the contact in HubSpot.',
  });
}
