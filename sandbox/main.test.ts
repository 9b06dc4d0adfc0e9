import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const Ready = z.looseObject({
  url: z.string(),
  apiKey: z.string(),
  owner: z.object({ email: z.string() }),
  env: z.record(z.string(), z.string()),
});

const endings: (() => unknown)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

function run(...options: string[]) {
  const child = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  endings.push(() => child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  return { child, said };
}

async function ended(child: ChildProcess): Promise<unknown> {
  await once(child, 'close');
  return child.exitCode;
}

it('prints one line of JSON when it is ready and ends on SIGTERM', async () => {
  const { child, said } = run('--port', '0', '--api-key', 'sk-test', '--enforce-limits', '--json');
  await expect.poll(() => said.out, { timeout: 10_000 }).toContain('\n');
  const ready = Ready.parse(JSON.parse(said.out));
  expect(ready).toMatchObject({ apiKey: 'sk-test', owner: { email: 'ingrid.halden@halden-moor.example' } });
  expect(ready.env['HOME_TEMPLATE_FILE_IDS']).toBe('111,112,113');
  const limits: unknown = await (await fetch(`${ready.url}/_sandbox/limits`)).json();
  expect(limits).toMatchObject({ enforce: true, requestsPerMinute: 1500 });
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(0);
  expect(said.out.trim().split('\n')).toHaveLength(1);
});

it('says in one sentence that its port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { child, said } = run('--port', port);
  expect(await ended(child)).toBe(1);
  expect(said).toEqual({ out: '', err: `Port ${port} is already in use; choose another one with --port.\n` });
});

it.each([
  [['--seed', 'nothing'], 'There is no seed "nothing"; choose one of demo, empty, or a file.json.\n'],
  [['--port', 'http'], '--port takes a whole number from 0 to 65535.\n'],
  [['--api-key', 'secret'], 'The API key must begin with "sk-" and have no spaces.\n'],
])('refuses %j', async (options, sentence) => {
  const { child, said } = run(...options);
  expect(await ended(child)).toBe(1);
  expect(said.err).toBe(sentence);
});

it('refuses an option that it does not know', async () => {
  const { child, said } = run('--prot', '1');
  expect(await ended(child)).toBe(1);
  expect(said.err).toContain('--prot');
});

it('explains itself', async () => {
  const { child, said } = run('--help');
  expect(await ended(child)).toBe(0);
  expect(said.out).toContain('--strict-urls');
});
