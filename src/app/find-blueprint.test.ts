import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { startSandbox, type TestSandbox } from '../../test/contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { projectRoot } from '../../test/support/project-files.ts';
import { loadConfig } from '../config/load-config.ts';
import { findTarget } from './find-target.ts';
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
    BLUEPRINT_ENV: 'HOME_TEMPLATE_FILE_IDS,HR_GROUP_ID',
    DATA_DIR: folder,
  };
  return loadConfig({ env });
}

describe('a target', () => {
  it('is a blueprint by its name and a person by their id, and its document is stored for runs', async () => {
    const { aiko } = sandbox.ids.people;
    const { loaded, subject } = await findTarget({ blueprint: 'home-room', person: aiko }, core);
    expect(subject).toBe(`person:${aiko}`);
    expect(await core.documents.read(loaded.hash)).toMatchObject({ name: 'home-room', text: loaded.text });
  });

  it('is a blueprint by its file and a person by their e-mail', async () => {
    const blueprint = join(projectRoot, 'blueprints', 'home-room.yaml');
    const { loaded, subject } = await findTarget({ blueprint, person: 'aiko.tanaka@halden-moor.example' }, core);
    expect([loaded.blueprint.name, subject]).toEqual(['home-room', `person:${sandbox.ids.people.aiko}`]);
  });

  it('is refused when nobody has the e-mail', async () => {
    await expect(findTarget({ blueprint: 'home-room', person: 'x@example.com' }, core)).rejects.toMatchObject({
      kind: 'not-found',
      message: 'The portal knows nobody with the e-mail x@example.com.',
    });
  });

  it('is refused when no blueprint has the name, naming those that there are', async () => {
    await expect(findTarget({ blueprint: 'client-room', person: 'x' }, core)).rejects.toMatchObject({
      kind: 'not-found',
      message: textWith('There is no blueprint "client-room" in '),
      hint: 'There are: home-room.',
    });
  });

  it('is refused with the place of the mistake when its file has one', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, 'apiVersion: concierge/v1\nkind: Rom\n');
    await expect(findTarget({ blueprint: file, person: 'x' }, core)).rejects.toMatchObject({
      kind: 'invalid-blueprint',
      message: textWith(`${file}:2:7`),
    });
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
