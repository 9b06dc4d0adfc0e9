import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoIds } from '../../sandbox/seed/demo-ids.ts';
import { browserPath, noBrowser } from '../support/browser.ts';
import { patience, startDashboardWorld, type DashboardWorld } from '../support/dashboard-world.ts';
import { projectRoot } from '../support/project-files.ts';
import { startMailServer, type TestMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';

const isSkipped = browserPath === undefined && process.env['CI'] === undefined;
if (isSkipped) process.stderr.write(`Skipped: ${noBrowser}.\n`);

const Runs = z.object({
  runs: z.array(z.looseObject({ id: z.string(), state: z.string(), blueprint: z.string(), subject: z.string() })),
});
const Rooms = z.object({
  rooms: z.array(z.looseObject({ roomId: z.int(), title: z.string(), blueprint: z.string() })),
});
const Contents = z.object({ folders: z.array(z.object({ id: z.int(), title: z.string() })) });
const Guests = z.object({
  access: z.array(z.object({ guest: z.object({ email: z.string().optional() }), room: z.object({ id: z.int() }) })),
});

describe.skipIf(isSkipped)('the dashboard, in a browser', () => {
  let world: DashboardWorld;
  let mail: TestMailServer;
  let blueprints: string;

  beforeAll(async () => {
    [mail, blueprints] = await Promise.all([startMailServer(), makeBlueprints()]);
    world = await startDashboardWorld({
      ...{ SMTP_URL: mail.url, MAIL_FROM: 'concierge@halden-moor.example', ALERT_TO: 'it@halden-moor.example' },
      BLUEPRINTS_DIR: blueprints,
    });
  });

  afterEach(() => world.closePages());

  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await Promise.all([mail.stop(), rm(blueprints, { recursive: true, force: true })]);
  });

  const listRuns = async (query = '') => Runs.parse(await world.ask(`GET runs?limit=200${query}`)).runs;
  const findRoom = async (title: string) => {
    const { rooms } = Rooms.parse(await world.ask('GET rooms?limit=200'));
    return rooms.find((room) => room.title === title);
  };
  const stateOf = (page: Page) => page.locator('.run-state .pill');

  it('says what to do first, and shows live what playing with the sandbox does: a home room', async () => {
    const page = await world.open('/');
    await expect.poll(() => page.locator('main').innerText(), patience).toContain('All is well');
    expect(await page.locator('main').innerText()).toContain('Nothing has run yet');
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByRole('link', { name: /^Home – / }).click();
    await page.getByRole('heading', { name: /^Home – /, level: 1 }).waitFor();
    await page.getByRole('table').getByRole('link').first().click();
    await expect.poll(() => stateOf(page).innerText(), patience).toBe('Done');
    expect(await page.locator('.timeline .bar').count()).toBeGreaterThan(4);
    await page.getByRole('button', { name: /folder Documents/ }).click();
    expect(await page.locator('.calls').innerText()).toContain('POST files/folder/{id}');
  });

  it('runs a client room by a form: the plan is seen before, nothing is done by then, the timeline after', async () => {
    const page = await world.open('/blueprints/client-room');
    await page.getByText('Deliverables').waitFor();
    await page.getByRole('link', { name: 'Run', exact: true }).click();
    await page.getByLabel('Id', { exact: true }).fill('4711');
    await page.getByLabel('Name', { exact: true }).fill('Acme Ltd');
    await page.getByLabel('Email', { exact: true }).fill('no address');
    const before = (await listRuns()).length;
    await page.getByLabel('Email', { exact: true }).fill('office@acme.example');
    await page.getByLabel(/^Manager/).fill('boateng');
    await page.getByRole('option', { name: /Marcus Boateng/ }).click();
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText('room "Client - Acme Ltd" (custom)').waitFor();
    expect(await page.locator('.preview').innerText()).toContain('access for Marcus Boateng: room-manager');
    expect(await listRuns()).toHaveLength(before);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Client - Acme Ltd' }).waitFor();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
    expect(await page.locator('main').innerText()).toContain('folder Deliverables/');
    expect(await page.locator('main').innerText()).not.toContain('/s/');
  });

  it('names what is wrong with the input at its field', async () => {
    const page = await world.open('/blueprints/client-room/run');
    await page.getByLabel('Name', { exact: true }).fill('Nobody');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect.poll(() => page.locator('.field-error').allInnerTexts(), patience).toContain('is missing');
  });

  it('runs a project room for people who are found by typing, with the keyboard alone', async () => {
    const page = await world.open('/blueprints/project-room/run');
    await page.getByLabel('Id', { exact: true }).first().fill('P-1');
    await page.getByRole('combobox').first().fill('Marcus');
    await page.getByRole('option', { name: /Marcus Boateng/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show the plan' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('access for Marcus Boateng: editor').waitFor();
    await page.getByRole('button', { name: 'Start' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
  });

  it('checks a CSV file row by row, starts the good ones, and hands the results back', async () => {
    const page = await world.open('/blueprints/client-room/csv');
    const rows = Array.from({ length: 50 }, (_, index) => {
      const address = [7, 19, 33].includes(index) ? 'no address' : `office${index}@client.example`;
      return `C-${index},Client ${index},${address}`;
    });
    const file = ['client.id,client.name,client.email', ...rows].join('\n');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByText('47 of 50 rows are in order').waitFor();
    expect(await page.locator('.issues li').allInnerTexts()).toHaveLength(3);
    expect(await page.locator('.issues').innerText()).toContain('line 9, column "client.email"');
    await page.getByRole('button', { name: 'Start 47 runs' }).click();
    await page.waitForURL(/\/batches\//);
    // Whoever looks away and comes back finds it where it is by then.
    await page.reload();
    await page.getByText('50 of 50 ended').waitFor();
    await page.getByLabel('Show').selectOption('failed');
    expect(await page.locator('tbody tr').count()).toBe(3);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the results' }).click(),
    ]);
    const lines = (await streamText(await download.createReadStream())).trim().split('\r\n');
    expect(lines).toHaveLength(51);
    expect(lines[1]).toMatch(/^C-0,Client 0,office0@client\.example,done/);
    expect(lines[8]).toMatch(/,failed,.*must be an e-mail address/);
  });

  it('shows a failed run with what to do, and tries it again; a reload in the middle loses nothing', async () => {
    await world.control('POST faults', { match: { operation: 'createRoom' }, fault: { status: 403 } });
    const client = { id: 'R-1', name: 'Retried', email: 'office@retried.example' };
    await world.ask('POST blueprints/client-room/runs', { inputs: { client } });
    const page = await world.open('/runs?state=failed');
    await page.getByRole('link', { name: /Retried|R-1/ }).click();
    await page.getByRole('alert').waitFor();
    await world.control('POST faults', { match: { operation: 'createRoom' }, fault: { delayMs: 2_000 } });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/Running|Queued/);
    await page.reload();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
    await page.getByRole('link', { name: 'Attempt 1' }).click();
    await page.locator('.action.failed').waitFor();
  });

  it('shows drift as a difference and sets it right', async () => {
    const room = await findRoom('Client - Acme Ltd');
    const { folders } = Contents.parse(await world.asOwner(`GET files/${room?.roomId ?? 0}`));
    const invoices = folders.find(({ title }) => title === 'Invoices');
    await world.asOwner(`DELETE files/folder/${invoices?.id ?? 0}`, { deleteAfter: true, immediately: true });
    const page = await world.open(`/rooms/${room?.roomId ?? 0}`);
    await page.getByRole('button', { name: 'Compare now' }).click();
    await expect
      .poll(() => page.locator('.plan').allInnerTexts(), patience)
      .toContainEqual(expect.stringContaining('Invoices/'));
    await page.getByRole('button', { name: 'Set it right' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Set it right' }).click();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
  });

  it('archives a room with its close-out, after which nobody from outside is in it', async () => {
    const room = await findRoom('Client - Acme Ltd');
    const guests = await world.open('/guests?text=acme');
    await guests.getByText('office@acme.example').first().waitFor();
    const page = await world.open(`/rooms/${room?.roomId ?? 0}`);
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByRole('button', { name: 'Close out and archive' }).click();
    await page.getByRole('heading', { name: 'Client - Acme Ltd', level: 1 }).waitFor();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
    await expect
      .poll(
        async () => {
          await guests.reload();
          await guests
            .getByText(/No room fits|office@acme\.example/)
            .first()
            .waitFor();
          return guests.locator('main').innerText();
        },
        { ...patience, interval: 2_000 },
      )
      .toContain('No room fits');
  });

  it('freezes all changes: a run waits, nothing is written, and it goes on afterwards', async () => {
    const settings = await world.open('/settings');
    await settings.getByRole('switch').click();
    await settings.getByText('Changes are frozen by').waitFor();
    await world.control('DELETE calls');
    const client = { id: 'F-1', name: 'Frozen', email: 'office@frozen.example' };
    const run = z
      .looseObject({ id: z.string() })
      .parse(await world.ask('POST blueprints/client-room/runs', { inputs: { client } }));
    const page = await world.open(`/runs/${run.id}`);
    await expect.poll(() => stateOf(page).innerText(), patience).toBe('Waiting');
    const { calls } = z
      .object({ calls: z.array(z.looseObject({ effect: z.string().optional() })) })
      .parse(await world.control('GET calls'));
    expect(calls.filter(({ effect }) => effect === 'write')).toEqual([]);
    await settings.getByRole('switch').click();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
  });

  it('takes on a room that is there, by its address: the plan is seen before, and nothing is done by then', async () => {
    const { fjordline } = demoIds.rooms;
    const titles = async () =>
      Contents.parse(await world.asOwner(`GET files/${fjordline}`)).folders.map(({ title }) => title);
    const before = await titles();
    const page = await world.open('/blueprints');
    await page.getByRole('heading', { name: 'room-house-standard' }).waitFor();
    await page.goto(`${world.service.url}/blueprints/room-house-standard/run`);
    await page.getByLabel('Which room').fill('somewhere');
    expect(await page.getByRole('button', { name: 'Show the plan' }).isDisabled()).toBe(true);
    await page.getByLabel('Which room').fill(`https://portal.example/rooms/shared/${fjordline}/filter?folder=5`);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.locator('.preview').getByText('Minutes/').waitFor();
    expect(await titles()).toEqual(before);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Client - Fjordline Hotels' }).waitFor();
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
    expect((await titles()).toSorted()).toEqual(
      [...new Set([...before, 'Documents', 'Correspondence', 'Minutes'])].toSorted(),
    );
  });

  it('ends access that a person gave in the portal, after asking', async () => {
    const overview = await world.open('/');
    await overview.getByRole('button', { name: 'Invite a guest' }).click();
    const said = await overview.getByText(/ is invited to “/).innerText(patience);
    const address = said.slice(0, said.indexOf(' '));
    const page = await world.open(`/guests?text=${encodeURIComponent(address)}`);
    const row = page.getByRole('row').filter({ hasText: address });
    await row.getByText('by a person, in the portal').waitFor();
    await row.getByRole('button', { name: 'End access' }).click();
    const dialog = page.getByRole('alertdialog');
    expect(await dialog.innerText()).toContain('no blueprint names it');
    const { access } = Guests.parse(await world.ask('GET guests'));
    const roomId = access.find(({ guest }) => guest.email === address)?.room.id ?? 0;
    const people = async () => JSON.stringify(await world.asOwner(`GET files/rooms/${roomId}/share`));
    expect(await people()).toContain(address);
    await dialog.getByRole('button', { name: 'End access' }).click();
    await page.waitForURL(/\/runs\//);
    await expect.poll(() => stateOf(page).innerText(), patience).toMatch(/^Done/);
    expect(await people()).not.toContain(address);
  });

  it('sends a test alert, and says by which way', async () => {
    const page = await world.open('/settings');
    await page.getByRole('button', { name: 'Send a test alert' }).click();
    await page.getByText('Sent by mail.').waitFor();
    const tests = mail.mails.filter(({ message }) => message.subject === 'A test alert of Concierge');
    expect(tests.map(({ envelope }) => envelope.to)).toEqual([['it@halden-moor.example']]);
  });

  it('shows what a delivery did, and replays it', async () => {
    const page = await world.open('/deliveries');
    await page.getByText('user.created').first().waitFor();
    const before = (await listRuns()).length;
    await page.getByRole('button', { name: 'Replay' }).last().click();
    await page.getByText('1 run queued.').waitFor();
    await waitFor('the run', async () => (await listRuns()).length === before + 1);
  });

  it('gives a viewer pages without a deed and without a link, and an operator no tokens', async () => {
    const viewer = await world.makeToken('viewer');
    const room = (await findRoom('Client - Retried'))?.roomId ?? 0;
    const page = await world.open(`/rooms/${room}`, { token: viewer });
    await page.getByRole('heading', { name: 'Client - Retried' }).waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('Links');
    for (const path of [`/rooms/${room}/links`, '/tokens', '/audit']) {
      const status = await page.evaluate((address) => fetch(`/api${address}`).then((answer) => answer.status), path);
      expect(status).toBe(403);
    }
    world.complaints.length = 0;
    await page.goto(`${world.service.url}/blueprints`);
    await page.getByRole('heading', { name: 'client-room' }).waitFor();
    expect(await page.getByRole('link', { name: 'Run', exact: true }).count()).toBe(0);
    const operator = await world.makeToken('operator');
    const settings = await world.open('/settings', { token: operator });
    await settings.getByRole('heading', { name: 'Connectors' }).waitFor();
    expect(await settings.getByRole('heading', { name: 'Tokens' }).count()).toBe(0);
  });

  it('shows what changed while nobody told it of changes yet', async () => {
    const page = await world.open('/runs');
    const told = Promise.withResolvers<undefined>();
    await page.route('**/api/events', async (route) => {
      await told.promise;
      await route.continue();
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    const client = { id: 'U-1', name: 'Unheard', email: 'office@unheard.example' };
    await world.ask('POST blueprints/client-room/runs', { inputs: { client } });
    await waitFor('the end of the run', async () => {
      const [newest] = await listRuns('&blueprint=client-room');
      return newest?.subject.includes('U-1') === true && newest.state.startsWith('done');
    });
    const link = page.getByRole('link', { name: /Unheard/ });
    expect(await link.count()).toBe(0);
    told.resolve(undefined);
    await link.first().waitFor();
  });

  it('says that the connection is lost, and heals', async () => {
    const page = await world.open('/runs');
    await page.getByRole('table').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.evaluate('dispatchEvent(new Event("offline"))');
    await page.getByText('The connection is lost.').waitFor();
    await page.unroute('**/api/**');
    await page.evaluate('dispatchEvent(new Event("online"))');
    await page.getByText('The connection is lost.').waitFor({ state: 'hidden' });
    world.complaints.length = 0;
  });

  it('asks a stranger to sign in and comes back to where they wanted to go', async () => {
    const context = await world.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${world.service.url}/rooms`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await findSerious(page)).toEqual([]);
    await page.goto(`${world.service.url}/login?next=${encodeURIComponent('/rooms')}`);
    await page.locator('input[type=password]').fill('token-of-the-dashboard-7c1e');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
  });

  it('has nothing serious that axe finds, on any page, in light and dark', async () => {
    const [run] = await listRuns('&blueprint=client-room&state=done,done-with-remains');
    const room = await findRoom('Client - Retried');
    const { batches } = z
      .object({ batches: z.array(z.looseObject({ id: z.string() })) })
      .parse(await world.ask('GET batches'));
    const paths = [
      ...[
        '/',
        '/runs',
        `/runs/${run?.id ?? ''}`,
        '/blueprints',
        '/blueprints/client-room',
        '/blueprints/guest-close-out',
      ],
      ...['/blueprints/project-room/run', '/blueprints/client-room/csv', `/batches/${batches[0]?.id ?? ''}`],
      ...['/rooms', `/rooms/${room?.roomId ?? 0}`, '/guests', '/deliveries', '/settings'],
    ];
    const page = await world.open('/');
    for (const path of paths) {
      await page.goto(`${world.service.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      expect(await findSerious(page)).toEqual([]);
    }
  });

  it('fits a phone: overview, runs and the form need no scrolling sideways', async () => {
    const [run] = await listRuns('&blueprint=client-room&state=done,done-with-remains');
    const page = await world.open('/', { width: 390 });
    for (const path of ['/', '/runs', `/runs/${run?.id ?? ''}`, '/blueprints/project-room/run']) {
      await page.goto(`${world.service.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });

  it('makes no browser complain on any page', async () => {
    const page = await world.open('/');
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    expect(world.complaints).toEqual([]);
  });
});

/** What axe finds that is serious on a page, in light and, as far as colours decide, in dark. */
async function findSerious(page: Page): Promise<unknown[]> {
  // To name each node that is in order takes longer than all else.
  const axe = () => new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const found = await axe().analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe().withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found.violations, ...dark.violations]
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [page.url(), id, nodes[0]?.html, nodes[0]?.failureSummary]);
}

/** The shipped blueprints and one for rooms that are there, which here starts by hand alone: the tests make many rooms. */
async function makeBlueprints(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-test-blueprints-'));
  const shipped = join(projectRoot, 'blueprints');
  await cp(shipped, folder, { recursive: true, filter: (path) => path === shipped || path.endsWith('.yaml') });
  const standard = await readFile(join(shipped, 'gallery/room-house-standard.yaml'), 'utf8');
  await writeFile(join(folder, 'room-house-standard.yaml'), standard.replace(/^on: .*$/m, 'on: { http: true }'));
  return folder;
}

async function streamText(stream: AsyncIterable<unknown>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
