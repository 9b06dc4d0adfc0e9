import { expect, it } from 'vitest';
import { checkUrl } from './check-url.ts';

const open = { ssl: false, strictUrls: false };
const strict = { ssl: false, strictUrls: true };

it('lets loopback pass, except with strict rules', async () => {
  expect(await checkUrl('http://127.0.0.1:8080/hook', open)).toMatchObject({ ok: true, address: '127.0.0.1' });
  expect(await checkUrl('http://localhost:8080/hook', open)).toMatchObject({ ok: true });
  expect(await checkUrl('http://127.0.0.1:8080/hook', strict)).toMatchObject({ ok: false, why: 'blocked' });
  expect(await checkUrl('http://localhost:8080/hook', strict)).toMatchObject({ ok: false, why: 'blocked' });
  expect(await checkUrl('http://[::1]/hook', strict)).toMatchObject({ ok: false, why: 'blocked' });
  expect(await checkUrl('http://[::ffff:127.0.0.1]/', strict)).toMatchObject({ ok: false, why: 'blocked' });
});

it.each([
  '10.0.0.7',
  '0.0.0.0',
  '100.64.3.2',
  '169.254.169.254',
  '172.31.0.1',
  '192.168.1.1',
  '[fd00::1]',
  '[fe80::1]',
])('refuses %s in any case', async (host) => {
  expect(await checkUrl(`http://${host}/`, open)).toMatchObject({ ok: false, why: 'blocked' });
});

it('takes a public address', async () => {
  expect(await checkUrl('https://203.0.113.9/hook', { ssl: true, strictUrls: true })).toMatchObject({ ok: true });
});

it('takes only http and https, and only https when certificates are to be verified', async () => {
  expect(await checkUrl('ftp://127.0.0.1/', open)).toMatchObject({ ok: false, why: 'invalid' });
  expect(await checkUrl('not a url', open)).toMatchObject({ ok: false, why: 'invalid' });
  expect(await checkUrl('http://127.0.0.1/', { ssl: true, strictUrls: false })).toMatchObject({
    ok: false,
    why: 'invalid',
  });
});

it('refuses a name that does not resolve', async () => {
  expect(await checkUrl('http://nowhere.invalid/', open)).toMatchObject({ ok: false, why: 'invalid' });
});
