import type { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { Secret } from '../base/secret.ts';
import type { Delivered } from './connector.ts';
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
}

interface HubspotSettings {
  readonly token: Secret | undefined;
  /** Another address than the vendor's, for tests. */
  readonly baseUrl?: string;
}

const who = 'HubSpot';
/** Of a note to a contact; defined by HubSpot. */
const noteToContact = 202;

export function createHubspot({ token, baseUrl }: HubspotSettings): Hubspot {
  if (!token) return { note: () => Promise.resolve({ sent: false, reason: 'HUBSPOT_TOKEN is not set' }) };
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
  const { AssociationSpecAssociationCategoryEnum } =
    await import('@hubspot/api-client/lib/codegen/crm/objects/notes/models/AssociationSpec.js');
  const body = writeBody(order.note);
  const summary = `note on ${order.email} in HubSpot`;
  if (order.isDoubtful && (await hasNote(contactId, body, client))) return { sent: true, summary };
  await ask(() =>
    client.crm.objects.notes.basicApi.create({
      properties: { hs_note_body: body, hs_timestamp: new Date().toISOString() },
      associations: [
        {
          to: { id: contactId },
          types: [
            {
              associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
              associationTypeId: noteToContact,
            },
          ],
        },
      ],
    }),
  );
  return { sent: true, summary };
}

async function findContact(email: string, client: Client): Promise<string | undefined> {
  try {
    const contact = await ask(() =>
      client.crm.contacts.basicApi.getById(email, ['email'], undefined, undefined, false, 'email'),
    );
    return contact.id;
  } catch (error) {
    if (error instanceof AppError && error.details['status'] === 404) return undefined;
    throw error;
  }
}

async function createContact({ email, contactName = '' }: NoteOrder, client: Client): Promise<string> {
  const [firstname = '', ...rest] = contactName.trim().split(/\s+/);
  const names = contactName.trim() === '' ? {} : { firstname, lastname: rest.join(' ') };
  try {
    const contact = await ask(() =>
      client.crm.contacts.basicApi.create({ properties: { email, ...names }, associations: [] }),
    );
    return contact.id;
  } catch (error) {
    // Somebody, or a call of ours whose reply was lost, has made it meanwhile.
    const isThere = error instanceof AppError && error.details['status'] === 409;
    const found = isThere ? await findContact(email, client) : undefined;
    if (found !== undefined) return found;
    throw error;
  }
}

async function hasNote(contactId: string, body: string, client: Client): Promise<boolean> {
  const contact = await ask(() => client.crm.contacts.basicApi.getById(contactId, ['email'], undefined, ['notes']));
  const ids = contact.associations?.['notes']?.results.map(({ id }) => ({ id })) ?? [];
  if (ids.length === 0) return false;
  const { results } = await ask(() =>
    client.crm.objects.notes.batchApi.read({
      inputs: ids.slice(-100),
      properties: ['hs_note_body'],
      propertiesWithHistory: [],
    }),
  );
  return results.some(({ properties }) => properties['hs_note_body'] === body);
}

/** Notes are HTML: what strangers are called stays text. */
function writeBody(note: string): string {
  const escaped = note.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/\r?\n/g, '<br>');
}

const Refused = z.object({
  code: z.int(),
  headers: z.record(z.string(), z.string()).default({}).catch({}),
});

/** One call; its failure as one of our errors, which never carries a header or a body. */
async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const refused = Refused.safeParse(error);
    if (!refused.success) throw explainNoAnswer(who, undefined);
    const { code, headers } = refused.data;
    throw explainStatus({ status: code, who, retryAfter: headers['retry-after'], setting: 'HUBSPOT_TOKEN' });
  }
}
