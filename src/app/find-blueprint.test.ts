import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { startSandbox, type TestSandbox } from '../../test/contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { projectRoot } from '../../test/support/project-files.ts';
import { demoEnv } from '../../test/support/demo-env.ts';
import { loadConfig } from '../config/load-config.ts';
import { findBlueprint, findCloseOut } from './find-blueprint.ts';
import { openCore, type Core } from './open-core.ts';

let sandbox: TestSandbox;
let database: TestStore;
let core: Core;
let folder: string;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), openTestStore()]);
  folder = await mkdtemp(join(tmpdir(), 'concierge-target-'));
  core = await openCore({ config: configFor(sandbox.url), log: database.log });
});

afterAll(async () => {
  await core.close();
  await sandbox[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function configFor(url: string) {
  const env = {
    DOCSPACE_BASE_URL: url,
    DOCSPACE_API_KEY: sandbox.ownerKey,
    DATABASE_URL: database.url.reveal(),
    BLUEPRINTS_DIR: join(projectRoot, 'blueprints'),
    BLUEPRINT_ENV: Object.keys(demoEnv).join(','),
    DATA_DIR: folder,
  };
  return loadConfig({ env });
}

describe('a blueprint', () => {
  it('is found by its name, and its document is stored for runs', async () => {
    const loaded = await findBlueprint('home-room', core);
    expect(await core.documents.read(loaded.hash)).toMatchObject({ name: 'home-room', text: loaded.text });
  });

  it('is found by its file', async () => {
    const loaded = await findBlueprint(join(projectRoot, 'blueprints', 'client-room.yaml'), core);
    expect(loaded.blueprint.name).toBe('client-room');
  });

  it('is refused when none has the name, naming those that there are', async () => {
    await expect(findBlueprint('office-room', core)).rejects.toMatchObject({
      kind: 'not-found',
      message: textWith('There is no blueprint "office-room" in '),
      hint: 'There are: client-room, guest-close-out, home-room, project-room.',
    });
  });

  it('is refused with the place of the mistake when its file has one', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, 'apiVersion: concierge/v1\nkind: Rom\n');
    await expect(findBlueprint(file, core)).rejects.toMatchObject({
      kind: 'invalid-blueprint',
      message: textWith(`${file}:2:7`),
    });
  });
});

describe('the blueprint that closes rooms out', () => {
  it('is the only one of its kind, or the one that is named', async () => {
    expect((await findCloseOut(undefined, core)).blueprint.name).toBe('guest-close-out');
    expect((await findCloseOut('guest-close-out', core)).blueprint.name).toBe('guest-close-out');
  });

  it('is none that makes rooms', async () => {
    await expect(findCloseOut('home-room', core)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: 'The blueprint home-room closes no rooms out.',
    });
  });

  it('is none that is for a person', async () => {
    const leaver = join(projectRoot, 'blueprints', 'gallery', 'leaver-access.yaml');
    await expect(findCloseOut(leaver, core)).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('a database', () => {
  it('serves the portal that it was begun with, and no other', async () => {
    await expect(openCore({ config: configFor('http://other.example'), log: database.log })).rejects.toMatchObject({
      kind: 'invalid-config',
      message: `This database belongs to the portal ${sandbox.url}, and the settings name http://other.example.`,
    });
  });

  it('serves a portal that has moved when it is called the same', async () => {
    const moved = { config: configFor('http://other.example'), log: database.log, portalName: sandbox.url };
    await (await openCore(moved)).close();
  });
});
