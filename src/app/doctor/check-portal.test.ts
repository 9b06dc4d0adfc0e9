import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { startSandbox, type TestSandbox } from '../../../test/contract/support/start-sandbox.ts';
import { checkPortal } from './check-portal.ts';

const Made = z.object({ key: z.string() });

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

async function keyWith(body: { readonly permissions?: readonly string[]; readonly expiresInDays?: number }) {
  const answer = await sandbox.raw('POST keys', { name: 'test', ...body });
  return Made.parse(answer.body.response).key;
}

async function look(key: string) {
  const { checks } = await checkPortal(sandbox.url, sandbox.portal(key));
  return checks.map(({ name, state, text }) => `${state} ${name}: ${text}`);
}

it('is content with the key of an owner, and says whose it is', async () => {
  expect(await look(sandbox.ownerKey)).toEqual([
    expect.stringMatching(/^good Portal: http.* answers; the key belongs to .* \(owner\)$/),
    'good API key: may do everything its owner may',
    'good Clock: the portal and this machine agree',
  ]);
});

it('is content with the scopes that the settings ask for, and names each that is missing with what does not work', async () => {
  const enough = ['rooms:write', 'files:write', 'accounts:read', 'accounts.self:read'];
  expect(await look(await keyWith({ permissions: enough }))).toContain(`good API key: may do ${enough.join(', ')}`);
  const less = await look(await keyWith({ permissions: ['accounts.self:read', 'rooms:read', 'accounts:write'] }));
  expect(less[1]).toBe(
    'bad API key: lacks rooms:write: no room can be made, shared or archived; lacks files:write: no folders, documents, links or reports can be made',
  );
});

it('says that a key ends soon', async () => {
  const checks = await look(await keyWith({ expiresInDays: 3 }));
  expect(checks).toContainEqual(expect.stringMatching(/^attention API key: ends on \d{4}-\d\d-\d\d$/));
});

it('says that the owner of the key may make no rooms, that the key is wrong, and that nobody answers', async () => {
  expect(await look(await sandbox.keyOf(sandbox.ids.people.aiko))).toContainEqual(
    expect.stringMatching(/^bad Portal: .*\(user\)$/),
  );
  expect(await look('sk-0000')).toEqual([expect.stringMatching(/^bad Portal: /)]);
  const away = await checkPortal('http://127.0.0.1:9', sandbox.portal('sk-1', { baseUrl: 'http://127.0.0.1:9' }));
  expect(away).toMatchObject({ isReached: false, checks: [{ state: 'bad' }] });
});

it('says that the clocks differ', async () => {
  await sandbox.control('PUT clock', { advanceMs: 120_000 });
  expect(await look(sandbox.ownerKey)).toContainEqual(
    expect.stringMatching(/^attention Clock: the portal is 1[12]\d seconds ahead of this machine$/),
  );
});
