import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { startDashboardWorld } from './support/dashboard-world.ts';
import { projectRoot } from './support/project-files.ts';

// Takes the pictures of the documents anew, from the demonstration: `npm run screenshots`.
const folder = join(projectRoot, 'docs/images');
const clients = ['Acme Ltd', 'Brightwater', 'Corvid and Sons', 'Dunmore Legal'];
const settleMs = 6_000;

const Runs = z.object({ runs: z.array(z.looseObject({ id: z.string(), subject: z.string() })) });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

await using world = await startDashboardWorld();
await mkdir(folder, { recursive: true });
for (let person = 0; person < 5; person += 1) await world.ask('POST sandbox/people');
for (const [index, name] of clients.entries()) {
  const email = `office@${name.toLowerCase().replaceAll(/\W/g, '')}.example`;
  await world.ask('POST blueprints/client-room/runs', { inputs: { client: { id: String(100 + index), name, email } } });
}
await pause(settleMs);
await world.ask('POST sandbox/archive');
await pause(settleMs);

const { runs } = Runs.parse(await world.ask('GET runs?blueprint=client-room'));
const shots = {
  overview: '/',
  run: `/runs/${runs.find(({ subject }) => subject === 'key:101')?.id ?? ''}`,
  blueprint: '/blueprints/client-room',
} as const;
for (const [name, path] of Object.entries(shots)) {
  const page = await world.open(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await pause(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

const form = await world.open('/blueprints/client-room/run');
await form.getByLabel('Id', { exact: true }).fill('204');
await form.getByLabel('Name', { exact: true }).fill('Everglade Homes');
await form.getByLabel('Email', { exact: true }).fill('office@everglade.example');
await form.getByRole('button', { name: 'Show the plan' }).click();
await form.locator('.preview').waitFor();
await pause(500);
await form.screenshot({ path: join(folder, 'form.png') });
