import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, responseOf } from '../model/a-portal.ts';
import { hashPassword } from '../model/password.ts';

const Settings = z.looseObject({
  passwordHash: z.object({ size: z.number(), iterations: z.number(), salt: z.string() }),
});

test('a login by password gives a token, raw or as Bearer, and sets it as a cookie', async () => {
  const { call, send, owner } = aPortal();
  const answer = await call(undefined, 'POST authentication', { userName: owner.email, password: owner.password });
  const token = String(responseOf(answer)['token']);
  expect(answer.headers.get('set-cookie')).toContain(`asc_auth_key=${token}`);
  for (const headers of [
    { authorization: token },
    { authorization: `Bearer ${token}` },
    { cookie: `a=b; asc_auth_key=${token}` },
  ] as const)
    expect((await send('GET people/@self', { headers })).status).toBe(200);
});

test('a login by the hash that GET settings describes is as good as one by password', async () => {
  const { call, owner } = aPortal();
  const { passwordHash } = Settings.parse(responseOf(await call(undefined, 'GET settings')));
  expect(passwordHash).toMatchObject({ size: 256, iterations: 100_000 });
  const login = { userName: owner.email, passwordHash: hashPassword(owner.password ?? '') };
  expect((await call(undefined, 'POST authentication', login)).status).toBe(200);
});

test('who was added by a hash logs in by hash and by password', async () => {
  const { call, owner } = aPortal();
  const email = 'nora@example.com';
  await call(owner, 'POST people', { email, type: 'User', passwordHash: hashPassword('nora-secret') });
  for (const given of [{ password: 'nora-secret' }, { passwordHash: hashPassword('nora-secret') }])
    expect((await call(undefined, 'POST authentication', { userName: email, ...given })).status).toBe(200);
});

test('logging out ends this session and takes the cookie back; others go on', async () => {
  const { call, send, owner } = aPortal();
  const logIn = async () => {
    const answer = await call(undefined, 'POST authentication', { userName: owner.email, password: owner.password });
    return { authorization: String(responseOf(answer)['token']) };
  };
  const [first, second] = [await logIn(), await logIn()];
  const out = await send('POST authentication/logout', { headers: first });
  expect(out.headers.get('set-cookie')).toContain('asc_auth_key=;');
  expect((await send('GET people/@self', { headers: first })).status).toBe(401);
  expect((await send('GET people/@self', { headers: second })).status).toBe(200);
});

test('wrong credentials are 401 with null type and stack; after five of them the e-mail is 403 for a minute', async () => {
  const { call, owner, wait } = aPortal();
  const logIn = (password: string) => call(undefined, 'POST authentication', { userName: owner.email, password });
  for (let attempt = 0; attempt < 5; attempt++)
    expect(await logIn('wrong')).toMatchObject({
      status: 401,
      json: { error: { type: null, stack: null, hresult: 0 }, status: 1, statusCode: 401 },
    });
  expect((await logIn(owner.password ?? '')).status).toBe(403);
  wait(61_000);
  expect((await logIn(owner.password ?? '')).status).toBe(200);
});

test('basic authentication takes an e-mail and its password', async () => {
  const { send, owner } = aPortal();
  const basic = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } });
  expect((await send('GET people/@self', basic(`${owner.email}:${owner.password ?? ''}`))).status).toBe(200);
  expect(await send('GET people/@self', basic(`${owner.email}:wrong`))).toMatchObject({ status: 401, text: '' });
});
