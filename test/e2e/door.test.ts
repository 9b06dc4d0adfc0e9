import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation, type Installation, runsFor } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { describeEvent, signDelivery } from '../support/test-portal.ts';

let installation: Installation;
let service: ServiceProcess;

beforeAll(async () => {
  installation = await createInstallation();
  service = await installation.start();
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

/** A request with headers that `fetch` would not send; answers its status. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

async function deliver(init: RequestInit): Promise<number> {
  return (await service.request('/docspace/webhook', init)).status;
}

it('answers the probe of the portal', async () => {
  expect((await service.request('/docspace/webhook', { method: 'HEAD' })).status).toBe(200);
  const answer = await service.request('/docspace/webhook');
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
});

it('is closed but for the door and the signs of life', async () => {
  expect((await service.request('/healthz')).status).toBe(200);
  expect((await service.request('/readyz')).status).toBe(200);
  expect((await service.request('/api/runs')).status).toBe(401);
  expect((await service.request('/', { redirect: 'manual' })).status).toBe(401);
  expect((await service.request('/nowhere')).status).toBe(401);
});

it.each(['/healthz', '/docspace/webhook', '/'])('refuses a foreign Host and a foreign Origin at %s', async (path) => {
  const url = service.url + path;
  const own = new URL(service.url).host;
  expect(await statusWith(url, { host: 'evil.example' })).toBe(403);
  expect(await statusWith(url, { host: own, origin: 'https://evil.example' })).toBe(403);
  expect(await statusWith(url, { host: own, origin: 'null' })).toBe(403);
});

it('takes only what the portal signed', async () => {
  const { ids } = installation.portal;
  const body = describeEvent(ids.people.aiko, { id: 1 });
  expect(await deliver({ method: 'POST', body: JSON.stringify(body) })).toBe(401);
  expect(await deliver(signDelivery(body, 'another-secret'))).toBe(401);
  expect(await deliver(signDelivery('{"event":'))).toBe(400);
  expect(await deliver(signDelivery(' '.repeat(2 * 1024 * 1024 + 1)))).toBe(413);
  expect(await deliver(signDelivery(describeEvent(ids.people.aiko, { id: 2, trigger: 'user.added' })))).toBe(200);
  expect(await deliver(signDelivery({ event: { id: 3, trigger: 'user.created' } }))).toBe(200);
  expect(await runsFor({ id: ids.people.aiko }, service)).toEqual([]);
});

it('says 503 and not ready while no secret is set', async () => {
  await using open = await installation.start({ PORT: '0', DOCSPACE_WEBHOOK_SECRET: '' });
  expect(open.ready.warnings.join(' ')).toContain('DOCSPACE_WEBHOOK_SECRET');
  const delivery = signDelivery(describeEvent('x', { id: 1 }));
  expect((await open.request('/docspace/webhook', delivery)).status).toBe(503);
  expect((await open.request('/readyz')).status).toBe(503);
  expect((await open.request('/docspace/webhook', { method: 'HEAD' })).status).toBe(200);
});

it('opens the pages by the one-time address, once', async () => {
  const signInUrl = service.ready.signInUrl ?? '';
  const first = await fetch(signInUrl);
  expect(first.status).toBe(200);
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await service.request('/', { headers: { cookie, accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect((await fetch(signInUrl)).status).toBe(401);
});

it('ends with one sentence when its port is taken', async () => {
  const { code, stdout, stderr } = await installation.command(['serve'], { PORT: new URL(service.url).port });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^error: Port \d+ on 127\.0\.0\.1 is taken by another program\.\nhint: .+\n$/m);
});
