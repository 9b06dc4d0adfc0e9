import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const Ready = z.object({ url: z.string(), apiKey: z.string() });
const Made = z.object({ response: z.object({ id: z.number() }) });
const Read = z.object({ response: z.object({ title: z.string(), tags: z.array(z.string()) }) });
const Named = z.object({ response: z.object({ title: z.string() }) });
const writers = 8;

async function start(stateFile: string) {
  const args = [main, '--port', '0', '--seed', 'empty', '--state', stateFile, '--json'];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (!child.stdout) throw new Error('The sandbox has no output.');
  const lines = createInterface({ input: child.stdout });
  const [line] = z.tuple([z.string()]).parse(await once(lines, 'line'));
  const { url, apiKey } = Ready.parse(JSON.parse(line));
  const api = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const reply = await fetch(`${url}/api/2.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return reply.json();
  };
  return { child, api };
}

test('each answered write survives kill -9 in the middle of writes', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'portal.json');
  const answered = new Map<number, string>();

  for (let round = 0; round < 3; round++) {
    const { child, api } = await start(stateFile);
    const ended = once(child, 'exit');
    const enough = answered.size + 60;

    const write = async (writer: number): Promise<void> => {
      for (let number = 0; ; number++) {
        const title = `Room ${round}-${writer}-${number}`;
        const made = Made.parse(await api('POST', 'files/rooms', { title, roomType: 5, tags: [title] }));
        answered.set(made.response.id, title);
        if (answered.size >= enough) child.kill('SIGKILL');
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: writers }, (_, writer) => write(writer)));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    await ended;
  }

  const { api } = await start(stateFile);
  expect(answered.size).toBeGreaterThanOrEqual(180);
  for (const [id, title] of answered) {
    const { response } = Read.parse(await api('GET', `files/rooms/${id}`));
    expect(response).toEqual({ title, tags: [title] });
  }
});

test(
  'each answered write survives kill -9 while the file is written anew, and nothing is left beside it',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-kill-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'portal.json');
    const answered = new Map<number, string>();
    const content = 'x'.repeat(1024 * 1024);
    const left: string[] = [];

    for (let round = 0; round < 3; round++) {
      const { child, api } = await start(stateFile);
      const ended = once(child, 'exit');
      expect(readdirSync(folder)).toEqual(['portal.json']);
      const { id } = Made.parse(
        await api('POST', 'files/rooms', { title: `Room ${round}`, roomType: 5, tags: [] }),
      ).response;
      // The new file has a name of its own until it is whole.
      const watcher = watch(folder, (_event, name) => {
        if (name?.endsWith('.tmp') === true) child.kill('SIGKILL');
      });
      const write = async (): Promise<never> => {
        for (let number = 0; ; number++) {
          // Another content each time: equal ones are kept once.
          const written = await api('POST', `files/${id}/text`, {
            title: `${number}`,
            content: `${round} ${number} ${content}`,
          });
          answered.set(Made.parse(written).response.id, `${number}.txt`);
        }
      };
      await expect(write()).rejects.toThrow();
      await ended;
      watcher.close();
      left.push(...readdirSync(folder).filter((name) => name.endsWith('.tmp')));
    }

    const { api } = await start(stateFile);
    expect(readdirSync(folder)).toEqual(['portal.json']);
    expect(left.length).toBeGreaterThan(0);
    for (const [id, title] of answered) {
      const { response } = Named.parse(await api('GET', `files/file/${id}`));
      expect(response.title).toBe(title);
    }
  },
);
