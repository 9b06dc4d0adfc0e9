import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import * as z from 'zod';
import { startBrowser } from './browser.ts';
import { findFreePort } from './free-port.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { waitFor } from './wait-for.ts';

const apiToken = 'token-of-the-dashboard-7c1e';

/** Longer than anything on a page, and a run with a held call, takes on a busy machine. */
export const patience = { timeout: 90_000 };

const Seed = z.object({ apiKey: z.string() });
const Created = z.object({ token: z.string() });

interface ContextOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  /** A token to sign in with; the admin's unless given. */
  readonly token?: string;
}

/** The demonstration, as `npm start` starts it, and a browser before it. */
export interface DashboardWorld extends AsyncDisposable {
  readonly service: ServiceProcess;
  readonly browser: Browser;
  /**
   * A page of somebody who has signed in, once all that it asked for is there: what comes late above a button moves it from under the
   * pointer. What the browser itself finds wrong with any of them is in `complaints`.
   */
  open(path: string, options?: ContextOptions): Promise<Page>;
  readonly complaints: string[];
  /** Closes what is open: a browser has few connections to one place, and each page holds one. */
  closePages(): Promise<void>;
  /** The control plane of the sandbox portal: `POST faults`. */
  control(call: string, body?: unknown): Promise<unknown>;
  /** A call to the portal as its owner: `GET files/77`. Answers its `response`. */
  asOwner(call: string, body?: unknown): Promise<unknown>;
  /** A request to the service as an admin; throws where it is refused. */
  ask(call: string, body?: unknown): Promise<unknown>;
  makeToken(role: 'viewer' | 'operator'): Promise<string>;
}

/** `more`: settings beside those of the demonstration. */
export async function startDashboardWorld(more: Readonly<Record<string, string>> = {}): Promise<DashboardWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-test-dashboard-'));
  // The embedded database of a root user runs as another one, which must reach its folder.
  await chmod(folder, 0o711);
  const settings = {
    PORT: String(await findFreePort()),
    SANDBOX_PORT: String(await findFreePort()),
    API_TOKEN: apiToken,
    ...more,
  };
  const [service, browser] = await Promise.all([
    startServiceProcess(settings, { command: 'start', cwd: folder }),
    startBrowser(),
  ]);
  const sandboxUrl = `http://127.0.0.1:${settings.SANDBOX_PORT}`;
  const complaints: string[] = [];
  const contexts = new Map<string, Promise<BrowserContext>>();

  async function signIn({ theme = 'light', width = 1400, token = apiToken }: ContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
    context.setDefaultTimeout(patience.timeout);
    const page = await context.newPage();
    await page.goto(`${service.url}/login`);
    await page.locator('input[type=password]').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${service.url}/`);
    await page.close();
    return context;
  }

  async function send(base: string, call: string, rest: { body?: unknown; key?: string }): Promise<unknown> {
    const [method = 'GET', path = ''] = call.split(' ');
    const answer = await fetch(`${base}/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(rest.key === undefined ? {} : { authorization: `Bearer ${rest.key}` }),
      },
      ...(rest.body === undefined ? {} : { body: JSON.stringify(rest.body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${call} answered ${answer.status}: ${text}`);
    const read: unknown = text === '' ? undefined : JSON.parse(text);
    return read;
  }

  return {
    service,
    browser,
    complaints,
    async open(path, options = {}) {
      const key = JSON.stringify(options);
      const context = contexts.get(key) ?? signIn(options);
      contexts.set(key, context);
      const page = await (await context).newPage();
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
      });
      await page.goto(`${service.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await waitFor('all parts of the page', async () => (await page.locator('.loading').count()) === 0);
      return page;
    },
    async closePages() {
      for (const context of contexts.values()) {
        await Promise.all((await context).pages().map((page) => page.close()));
      }
    },
    control: (call, body) => send(`${sandboxUrl}/_sandbox`, call, { body }),
    async asOwner(call, body) {
      const { apiKey } = Seed.parse(await send(`${sandboxUrl}/_sandbox`, 'GET seed', {}));
      const answer = await send(`${sandboxUrl}/api/2.0`, call, { body, key: apiKey });
      return z.object({ response: z.unknown() }).parse(answer).response;
    },
    ask: (call, body) => send(`${service.url}/api`, call, { body, key: apiToken }),
    async makeToken(role) {
      const made = await send(`${service.url}/api`, 'POST tokens', {
        body: { name: `a ${role}`, role },
        key: apiToken,
      });
      return Created.parse(made).token;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
