import { expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { createInstallation, settledRun } from '../support/installation.ts';

it('works below a path: sign-in, dashboard, API and webhook', async () => {
  await using installation = await createInstallation({ env: { BASE_PATH: '/concierge/' } });
  const service = await installation.start();
  expect(service.url).toMatch(/\/concierge$/);
  await installation.portal.registerWebhook(service.url);
  const person = await installation.portal.addPerson({ firstName: 'Ada' });
  expect(await settledRun(person, service)).toMatchObject({ state: 'done' });

  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const strays: string[] = [];
    page.on('request', (request) => {
      const { pathname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && !pathname.startsWith('/concierge/')) strays.push(pathname);
    });
    await page.goto(service.ready.signInUrl ?? '');
    await page.waitForURL(`${service.url}/`);
    await page.locator('nav a[href="/concierge/runs"]').click();
    await page.waitForURL(`${service.url}/runs`);
    await page.getByText('Ada').first().waitFor();
    // A deep address opened at once finds its scripts and styles too.
    await page.goto(`${service.url}/settings`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(strays).toEqual([]);
  } finally {
    await browser.close();
  }
});
