import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, noBrowser, startBrowser } from '../support/browser.ts';
import { createInstallation, settledRun, type Installation } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const isSkipped = browserPath === undefined && process.env['CI'] === undefined;
if (isSkipped) process.stderr.write(`Skipped: ${noBrowser}.\n`);

describe.skipIf(isSkipped)('the pages, in a browser', () => {
  let installation: Installation;
  let service: ServiceProcess;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
    installation = await createInstallation();
    service = await installation.start();
    await installation.portal.registerWebhook(service.url);
  });

  afterAll(async () => {
    await browser.close();
    await installation[Symbol.asyncDispose]();
  });

  it('let in whoever has the one-time address, once, and show a run from the list to its steps', async () => {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    const address = service.ready.signInUrl ?? '';
    await page.goto(address);
    await page.waitForURL(`${service.url}/`);

    const ada = await installation.portal.addPerson({ firstName: 'Ada', lastName: "O'Neill" });
    await settledRun(ada, service);
    await page.reload();
    await page.getByRole('link', { name: /Ada/ }).first().click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toContain("Ada O'Neill");
    const text = await page.locator('main').innerText();
    expect(text).toContain('folder Documents/');
    expect(text).toContain('was not sent');
    expect(complaints).toEqual([]);

    const second = await browser.newContext();
    const stranger = await second.newPage();
    await stranger.goto(address);
    expect(await stranger.locator('body').innerText()).not.toContain('Ada');
    await second.close();
  });

  it('ask a stranger to sign in, take a token, and forget who signs out', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(service.url);
    expect(await page.locator('body').innerText()).toContain('Sign in');
    await page.getByRole('textbox').or(page.locator('input[type=password]')).first().fill('token-5ad2e0b97c814f36a1d4');
    await page.getByRole('button', { name: /sign in/i }).click();
    await page.getByRole('button', { name: /sign out/i }).click();
    await page.goto(service.url);
    expect(await page.locator('body').innerText()).toContain('Sign in');
    await context.close();
  });

  it('show the sandbox portal as a person would see it, and add a person from there', async () => {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.goto(installation.portal.url);
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill('grace.hopper@halden-moor.example');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect.poll(() => page.locator('body').innerText(), { timeout: 20_000 }).toContain('Home – Grace Hopper');
    expect(complaints).toEqual([]);
  });
});

/** What the browser itself finds wrong with a page: errors of scripts, and whatever its content policy refused. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}
