import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { findFreePort } from '../support/free-port.ts';
import { settledRun } from '../support/installation.ts';
import { runCommand } from '../support/run-command.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { waitFor } from '../support/wait-for.ts';

const Place = z.object({ places: z.array(z.object({ name: z.string(), where: z.url() })) });
const Person = z.object({ id: z.string() });

let folder: string;
let settings: Record<string, string>;
const running: ServiceProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-test-demo-'));
  await chmod(folder, 0o711);
  settings = {
    PORT: String(await findFreePort()),
    SANDBOX_PORT: String(await findFreePort()),
    API_TOKEN: 'token-of-the-demo-51d0',
  };
});

afterAll(async () => {
  for (const service of running) await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<ServiceProcess> {
  const service = await startServiceProcess(settings, { command: 'start', cwd: folder });
  running.push(service);
  return service;
}

function sandboxOf(service: ServiceProcess): string {
  const { places } = Place.parse(service.ready);
  return places.find(({ name }) => name === 'Sandbox portal')?.where ?? '';
}

async function addPerson(sandboxUrl: string, firstName: string) {
  const response = await fetch(new URL('/_sandbox/people', sandboxUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ firstName, lastName: 'Demo', email: `${firstName}@halden-moor.example` }),
  });
  return Person.parse(await response.json());
}

it('starts from nothing, gives a person a room, and goes on after its end with all that was there', async () => {
  const first = await start();
  expect(first.url).toBe(`http://127.0.0.1:${settings['PORT'] ?? ''}`);
  const sandboxUrl = sandboxOf(first);
  const ada = await addPerson(sandboxUrl, 'Ada');
  const adasRoom = (await settledRun(ada, first)).room;
  expect(adasRoom?.title).toBe('Home – Ada Demo');

  await first.kill9();
  await waitFor('the end of the sandbox portal', async () => {
    return fetch(new URL('/_sandbox/health', sandboxUrl)).then(
      () => false,
      () => true,
    );
  });

  const second = await start();
  const plan = await runCommand(
    ['plan', 'home-room', '--person', ada.id, '--json'],
    { API_TOKEN: 'x'.repeat(20) },
    folder,
  );
  expect([plan.code, plan.stderr]).toEqual([0, '']);
  const again = await runCommand(['apply', 'home-room', '--person', ada.id, '--json'], {}, folder);
  expect(JSON.parse(again.stdout)).toMatchObject({ state: 'nothing-to-do', room: { id: adasRoom?.id } });
  const grace = await addPerson(sandboxUrl, 'Grace');
  expect((await settledRun(grace, second)).room?.title).toBe('Home – Grace Demo');

  expect(await second.stop()).toBe(0);
  const health = await fetch(new URL('/_sandbox/health', sandboxUrl)).catch(() => 'gone');
  expect(health).toBe('gone');
});
