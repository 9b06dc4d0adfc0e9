import { createServer } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { startBrowser } from './support/browser.ts';

/** Takes the pictures of the sandbox's page that the documents show: `npm run screenshots`. */
const images = new URL('../docs/images/', import.meta.url);
const looks = [
  { name: 'sandbox', colorScheme: 'light', viewport: { width: 1400, height: 1000 } },
  { name: 'sandbox-dark', colorScheme: 'dark', viewport: { width: 1400, height: 1000 } },
  { name: 'sandbox-phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

const receiver = createServer((_request, response) => response.end('{"received":true}')).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const address = receiver.address();
const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

const sandbox = await startSandbox();
const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${sandbox.url}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const hook = { name: 'automation', uri: `http://127.0.0.1:${port}/hook`, secretKey: 'correct-horse', enabled: true };
await post('api/2.0/settings/webhook', hook);
await post('_sandbox/people', { firstName: 'Nora', lastName: 'Berg', email: 'nora.berg@halden-moor.example' });
await sandbox.delivered();

const browser = await startBrowser();
for (const { name, colorScheme, viewport } of looks) {
  const page = await browser.newPage({ colorScheme, viewport });
  await page.goto(sandbox.url);
  if (name === 'sandbox-dark') await page.locator('.log details').first().click();
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, images)) });
}
await browser.close();
await sandbox.close();
receiver.close();
