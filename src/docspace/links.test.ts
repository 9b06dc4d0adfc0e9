import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aLink, answering, linkId } from '../../test/contract/support/answering-portal.ts';
import { Secret } from '../base/secret.ts';

describe('links', () => {
  it('keep their address and password secret', async () => {
    const expirationDate = '2026-10-01T00:00:00.0000000Z';
    await using server = await answering([aLink({ password: 'hunter22', expirationDate, requestToken: 'abc' })]);
    const links = await server.portal.links(77);
    expect(links).toMatchObject([
      { id: linkId, kind: 'external', level: 'viewer', primary: true, expiresAt: '2026-10-01T00:00:00.000Z' },
    ]);
    expect(links[0]?.address.reveal()).toBe('https://p/s/abc');
    expect(links[0]?.password?.reveal()).toBe('hunter22');
    expect(JSON.stringify(links) + inspect(links)).not.toMatch(/s\/abc|hunter22/);
  });

  it('are set with all their fields, and removed with the number 0', async () => {
    await using server = await answering(aLink());
    await server.portal.primaryLink(77);
    const expiresAt = '2026-10-01T00:00:00.000Z';
    const password = new Secret('hunter22');
    await server.portal.setLink(77, { id: linkId, kind: 'external', level: 'editor', title: 'T', expiresAt, password });
    await server.portal.setLink(77, { kind: 'invitation', level: 'viewer' });
    await server.portal.removeLink(77, { id: linkId, kind: 'external' });
    const settings = `"linkId":"${linkId}","title":"T","expirationDate":"${expiresAt}","password":"hunter22"`;
    expect(server.lines()).toEqual([
      'GET files/rooms/77/link',
      `PUT files/rooms/77/links {"linkType":1,"access":10,${settings}}`,
      'PUT files/rooms/77/links {"linkType":0,"access":2}',
      `PUT files/rooms/77/links {"linkId":"${linkId}","linkType":1,"access":0}`,
    ]);
  });

  it('are told with everything that limits them', async () => {
    const external = aLink({ denyDownload: true });
    const invitation = aLink({ linkType: 0, primary: false, maxUseCount: 5, currentUseCount: 2, password: '' });
    await using server = await answering([external, invitation]);
    const [first, second] = await server.portal.links(77);
    expect(first).toMatchObject({ denyDownload: true, hasPassword: false });
    expect(first).not.toHaveProperty('maxUseCount');
    const uses = { maxUseCount: 5, currentUseCount: 2 };
    expect(second).toMatchObject({ kind: 'invitation', denyDownload: false, hasPassword: false, ...uses });
    await using locked = await answering([aLink({ password: 'hunter22' })]);
    expect(await locked.portal.links(77)).toMatchObject([{ hasPassword: true }]);
  });

  it('are limited by exactly what is given', async () => {
    await using server = await answering(aLink());
    const limits = { denyDownload: true, internal: false };
    await server.portal.setLink(77, { id: linkId, kind: 'external', level: 'viewer', ...limits });
    await server.portal.setLink(77, { kind: 'invitation', level: 'viewer', maxUseCount: 5 });
    expect(server.lines()).toEqual([
      `PUT files/rooms/77/links {"linkType":1,"access":2,"linkId":"${linkId}","denyDownload":true,"internal":false}`,
      'PUT files/rooms/77/links {"linkType":0,"access":2,"maxUseCount":5}',
    ]);
  });

  it('that are gone leave nothing', async () => {
    await using server = await answering(undefined);
    expect(await server.portal.removeLink(77, { id: linkId, kind: 'external' })).toBeUndefined();
    await expect(server.portal.setLink(77, { kind: 'invitation', level: 'viewer' })).rejects.toMatchObject({
      details: { field: 'response', effect: 'unknown' },
    });
  });
});
