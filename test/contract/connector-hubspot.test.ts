import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { createHubspot } from '../../src/connectors/hubspot.ts';
import { behaveAsHubspot, createCrm } from './support/hubspot-double.ts';
import { startVendor } from './support/start-vendor.ts';

const token = new Secret('pat-eu1-marked-4711');
const order = {
  email: 'boss@acme.example',
  note: 'Room <A>\nis there',
  whenMissing: 'create',
  isDoubtful: false,
} as const;

describe('a note in HubSpot', () => {
  it('is written on the contact that has the address, as text', async () => {
    const crm = createCrm('boss@acme.example');
    await using vendor = await startVendor(behaveAsHubspot(crm));
    const sent = await createHubspot({ token, baseUrl: vendor.url }).note(order);
    expect(sent).toEqual({ sent: true, summary: 'note on boss@acme.example in HubSpot' });
    expect(crm.notes).toMatchObject([{ contact: '1', body: 'Room &lt;A&gt;<br>is there' }]);
    expect(vendor.requests[0]?.headers.authorization).toBe('Bearer pat-eu1-marked-4711');
  });

  it('makes the contact that is missing, or not, as it is told', async () => {
    const crm = createCrm();
    await using vendor = await startVendor(behaveAsHubspot(crm));
    const hubspot = createHubspot({ token, baseUrl: vendor.url });
    expect(await hubspot.note({ ...order, whenMissing: 'skip' })).toMatchObject({ sent: false });
    await expect(hubspot.note({ ...order, whenMissing: 'fail' })).rejects.toMatchObject({ kind: 'not-found' });
    expect(crm.contacts.size).toBe(0);
    expect(await hubspot.note({ ...order, contactName: 'Acme & Sons' })).toMatchObject({ sent: true });
    expect([crm.contacts.size, crm.notes.length]).toEqual([1, 1]);
  });

  it('takes a contact that was made meanwhile', async () => {
    const crm = createCrm('boss@acme.example');
    crm.first.push({ status: 404 });
    await using vendor = await startVendor(behaveAsHubspot(crm));
    expect(await createHubspot({ token, baseUrl: vendor.url }).note(order)).toMatchObject({ sent: true });
    expect([crm.contacts.size, crm.notes.length]).toEqual([1, 1]);
  });

  it('is not written again after a reply was lost', async () => {
    const crm = createCrm();
    crm.first.push({ status: 404 }, { status: 201, body: { id: '1' } }, { status: 0, drop: true });
    await using vendor = await startVendor(behaveAsHubspot(crm));
    const hubspot = createHubspot({ token, baseUrl: vendor.url });
    await expect(hubspot.note(order)).rejects.toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    expect(crm.notes).toHaveLength(1);
    expect(await hubspot.note({ ...order, isDoubtful: true })).toMatchObject({ sent: true });
    expect(crm.notes).toHaveLength(1);
  });

  it.each([
    [{ status: 401, headers: {} }, 'invalid-config', {}],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'rate-limited', { retryAfterSeconds: 7 }],
    [{ status: 503, headers: {} }, 'unavailable', { effect: 'unknown' }],
    [{ status: 400, headers: {} }, 'rejected', {}],
  ])('answered with %o says who must act, without the token', async (answer, kind, details) => {
    await using vendor = await startVendor(() => ({ ...answer, body: { message: 'pat-eu1-marked-4711' } }));
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
