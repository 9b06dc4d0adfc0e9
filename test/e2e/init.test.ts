import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../src/app.ts';
import { draft } from '../../src/app/init/draft.ts';
import { runCli } from '../../src/cli/cli.ts';
import type { Io, TextStream } from '../../src/cli/parts.ts';
import { startSandbox, type TestSandbox } from '../contract/support/start-sandbox.ts';
import { createFakeTerminal } from '../support/fake-terminal.ts';
import { runCommand } from '../support/run-command.ts';

let sandbox: TestSandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(() => sandbox[Symbol.asyncDispose]());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-init-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = (path: string) => readFile(join(folder, path), 'utf8');

describe('asked on a terminal', () => {
  /** `concierge init` with somebody at its terminal, in the folder. */
  function start() {
    const terminal = createFakeTerminal();
    const printed = { out: '', err: '' };
    const stream = (name: 'out' | 'err'): TextStream => ({
      write: (text) => void (printed[name] += text),
      isTTY: true,
      columns: 100,
    });
    const io: Io = {
      stdin: { isTTY: () => true, read: () => terminal.terminal.input },
      ...{ stdout: stream('out'), stderr: stream('err'), env: {} },
      terminal: () => terminal.terminal,
      untilInterrupted: (use) => use(new AbortController().signal),
    };
    const { init, ...parts } = createCommandParts({}, { isTerminal: true });
    const places = { envFile: join(folder, '.env'), blueprintsDir: join(folder, 'blueprints') };
    const here = { ...init, known: () => ({}), draft: (choice: Parameters<typeof draft>[0]) => draft(choice, places) };
    return { ...terminal, printed, ended: runCli(['init'], { ...parts, init: here }, io) };
  }

  it('tries a key until one is right, lets things be picked by their names, and writes what passes the check', async () => {
    const { answer, ended, printed, screen } = start();
    await answer('Where is your portal?', { text: sandbox.url }, 'enter');
    await answer('API key', { text: 'sk-wrong' }, 'enter');
    await answer('Where is your portal?', 'enter');
    await answer('API key', { text: sandbox.ownerKey }, 'enter');
    await answer('What should Concierge do?', 'space', 'down', 'down', 'down', 'space', 'enter');
    await answer('First: in which room?', { text: 'My doc' }, 'enter');
    await answer('Tab to mark', { text: 'first' }, 'tab', 'enter');
    await answer('Which group may look', { text: 'people' }, 'enter');
    await answer('Is there a room template', 'enter');
    await answer('First: in which room?', 'enter');
    await answer('Write these files?', 'enter');
    expect(await ended).toBe(0);

    expect(screen()).toContain('does not accept the API key');
    expect(screen()).not.toContain(sandbox.ownerKey);
    expect(parseEnv(await inFolder('.env'))).toEqual({
      DOCSPACE_BASE_URL: sandbox.url,
      DOCSPACE_API_KEY: sandbox.ownerKey,
    });
    const home = await inFolder('blueprints/home-room.yaml');
    expect(home).toContain(`group: "${sandbox.ids.groups.people}"`);
    expect(home).toMatch(new RegExp(`copy: ${sandbox.ids.files.firstWeek} # `));
    expect((await readdir(join(folder, 'blueprints'))).toSorted()).toEqual(['guest-close-out.yaml', 'home-room.yaml']);
    expect(printed.out).toContain('concierge doctor');
    expect(await runCommand(['check'], {}, folder)).toMatchObject({ code: 0 });
  });

  it('writes nothing when somebody leaves with Ctrl-C, at the last question too', async () => {
    const { answer, ended, printed } = start();
    await answer('Where is your portal?', { text: sandbox.url }, 'enter');
    await answer('API key', { text: sandbox.ownerKey }, 'enter');
    await answer('What should Concierge do?', 'down', 'down', 'space', 'enter');
    await answer('Is there a room template', 'enter');
    await answer('Write these files?', 'ctrlC');
    expect(await ended).toBe(2);
    expect(printed.err).toContain('Nothing was written');
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks before it replaces what somebody wrote, and keeps it after a no', async () => {
    await writeFile(join(folder, '.env'), 'DOCSPACE_API_KEY=sk-other\nPORT=4000\n');
    const { answer, ended } = start();
    await answer('Where is your portal?', { text: sandbox.url }, 'enter');
    await answer('API key', { text: sandbox.ownerKey }, 'enter');
    await answer('What should Concierge do?', 'down', 'down', 'space', 'enter');
    await answer('Is there a room template', 'enter');
    await answer('Write these files?', 'enter');
    await answer('Replace it?', { text: 'n' });
    expect(await ended).toBe(0);
    expect(await inFolder('.env')).toBe('DOCSPACE_API_KEY=sk-other\nPORT=4000\n');
    expect(await readdir(join(folder, 'blueprints'))).toEqual(['project-room.yaml']);
  });
});

describe('told everything by options', () => {
  const init = (...args: readonly string[]) =>
    runCommand(['init', ...args], { DOCSPACE_API_KEY: sandbox.ownerKey }, folder);

  it('writes settings for their owner alone and blueprints that pass the check, and changes nothing the second time', async () => {
    const { ids } = sandbox;
    const args = [
      ...['--portal', sandbox.url, '--job', 'home-room', '--job', 'client-room', '--yes'],
      ...['--answer', `HOME_TEMPLATE_FILE_IDS=${ids.files.firstWeek},${ids.files.goals}`],
      ...['--answer', 'ACCOUNT_MANAGER_ID=marcus.weil@halden-moor.example'],
    ];
    const { people } = await sandbox.portal().people({ startIndex: 0, area: 'members', text: 'Marcus' });
    const first = await init(...args.with(-1, `ACCOUNT_MANAGER_ID=${people[0]?.email ?? ''}`));
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    expect(await inFolder('blueprints/client-room.yaml')).toContain(`default: "${ids.people.marcus}"`);
    expect(await inFolder('blueprints/home-room.yaml')).toContain(`[${ids.files.firstWeek}, ${ids.files.goals}]`);
    expect(await runCommand(['check'], {}, folder)).toMatchObject({ code: 0 });

    const again = await init(...args.with(-1, `ACCOUNT_MANAGER_ID=${ids.people.marcus}`));
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing was written.\n' });
  });

  it('refuses to replace a blueprint, and writes nothing else then, unless it is told to', async () => {
    const args = ['--portal', sandbox.url, '--job', 'project-room', '--yes'];
    await init(...args);
    await writeFile(join(folder, 'blueprints/project-room.yaml'), 'mine\n');
    await rm(join(folder, '.env'));
    const refused = await init(...args);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('blueprints/project-room.yaml');
    expect(await inFolder('blueprints/project-room.yaml')).toBe('mine\n');
    expect(await readdir(folder)).toEqual(['blueprints']);
    expect(await init(...args, '--replace')).toMatchObject({ code: 0 });
    expect(await inFolder('blueprints/project-room.yaml')).toContain('kind: Room');
  });

  it.each([
    ['what is missing', ['--yes'], '--portal, --job'],
    ['that nobody can be asked', [], 'this is no terminal'],
    ['a job that there is not', ['--job', 'x', '--yes'], 'no job "x"'],
  ])('says %s', async (_what, args, said) => {
    const { code, stderr } = await init(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what the portal does not have, or does not let the key do, and writes nothing', async () => {
    const args = ['--portal', sandbox.url, '--job', 'home-room', '--yes'];
    const missing = await init(...args, '--answer', 'HOME_TEMPLATE_FILE_IDS=987654');
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.stderr).toContain('987654');
    const key = await sandbox.keyOf(sandbox.ids.people.owner, ['rooms:read', 'accounts.self:read']);
    await writeFile(join(folder, 'key'), `${key}\n`);
    const narrow = await init(...args, '--key-file', 'key');
    expect(narrow).toMatchObject({ code: 1 });
    expect(narrow.stderr).toContain('lacks rooms:write');
    expect(await readdir(folder)).toEqual(['key']);
  });
});
