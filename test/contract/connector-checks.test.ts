import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { createChat } from '../../src/connectors/chat.ts';
import { createHttpConnector } from '../../src/connectors/http.ts';
import { createHubspot } from '../../src/connectors/hubspot.ts';
import { createMailer } from '../../src/connectors/smtp.ts';
import { startMailServer } from '../support/smtp.ts';
import { startVendor } from './support/start-vendor.ts';

const token = new Secret('pat-eu1-marked-4711');
const http = createHttpConnector({ allowPrivateHosts: ['crm.inside:8080'] });

describe('a connector that is not set up', () => {
  it('says which setting is missing', async () => {
    const all = [
      createMailer({ url: undefined, from: undefined }),
      createHubspot({ token: undefined }),
      createChat({ url: undefined, format: 'slack', http }),
    ];
    expect(await Promise.all(all.map((one) => one.check()))).toEqual([
      { isSet: false, text: 'no mail server is set' },
      { isSet: false, text: 'HUBSPOT_TOKEN is not set' },
      { isSet: false, text: 'CHAT_WEBHOOK_URL is not set' },
    ]);
  });
});

describe('the check of a mail server', () => {
  it('finds one that answers, sends nothing, and says when nobody does', async () => {
    const server = await startMailServer();
    const mailer = createMailer({ url: new Secret(server.url), from: 'concierge@example.com' });
    expect(await mailer.check()).toEqual({
      isSet: true,
      text: 'the mail server answers and takes mail from concierge@example.com',
    });
    expect(server.mails).toEqual([]);
    await server.stop();
    await expect(mailer.check()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('the check of HubSpot', () => {
  it('reads a contact and a note, and writes nothing', async () => {
    await using vendor = await startVendor(() => ({ status: 200, body: { results: [] } }));
    expect(await createHubspot({ token, baseUrl: vendor.url }).check()).toMatchObject({ isSet: true });
    expect(vendor.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /crm/v3/objects/contacts',
      'GET /crm/v3/objects/notes',
    ]);
  });

  it.each([
    [401, 'invalid-config'],
    [403, 'invalid-config'],
    [429, 'rate-limited'],
    [503, 'unavailable'],
  ])('answered with %i says who must act, and no token', async (status, kind) => {
    await using vendor = await startVendor(() => ({ status, body: { message: 'marked' } }));
    const failure: unknown = await createHubspot({ token, baseUrl: vendor.url })
      .check()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('marked');
  });
});

describe('the check of addresses', () => {
  it('says where requests may go, without sending one', async () => {
    expect((await http.check()).text).toContain('inside to crm.inside:8080 alone');
    await using vendor = await startVendor(() => ({ status: 200 }));
    const allowed = createHttpConnector({ allowPrivateHosts: [vendor.host] });
    const chat = createChat({ url: new Secret(`${vendor.url}/marked`), format: 'teams', http: allowed });
    expect(await chat.check()).toEqual({
      isSet: true,
      text: `requests may go to ${vendor.host}, in the form of teams`,
    });
    expect(vendor.requests).toEqual([]);
    const refused = createChat({ url: new Secret(`${vendor.url}/marked`), format: 'slack', http });
    await expect(refused.check()).rejects.toMatchObject({ kind: 'rejected' });
  });
});
