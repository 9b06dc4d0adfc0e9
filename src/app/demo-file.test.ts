import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { loadConfig } from '../config/load-config.ts';
import { demoSettings, rememberDemoPortal, settleDemoSecrets } from './demo-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-demo-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function env(more: Record<string, string> = {}) {
  return { DATA_DIR: join(folder, 'data'), BLUEPRINTS_DIR: join(folder, 'none'), ...more };
}

function config(more: Record<string, string> = {}) {
  return loadConfig({ env: env(more) });
}

const portal = { url: 'http://127.0.0.1:3001', env: { HR_GROUP_ID: 'g', HOME_TEMPLATE_FILE_IDS: '1,2' } };

describe('the secrets of the demonstration', () => {
  it('are made once, of a form that the portal takes, and kept for their owner only', async () => {
    const secrets = settleDemoSecrets(config());
    expect(secrets.apiKey).toMatch(/^sk-[0-9a-f]{64}$/);
    expect(secrets.webhookSecret.length).toBeGreaterThanOrEqual(8);
    expect(secrets.webhookSecret.length).toBeLessThanOrEqual(30);
    expect(settleDemoSecrets(config())).toEqual(secrets);
    expect((await stat(join(folder, 'data', 'demo.json'))).mode & 0o777).toBe(0o600);
  });

  it('are others in another folder', () => {
    const other = settleDemoSecrets(loadConfig({ env: { DATA_DIR: join(folder, 'other') } }));
    expect(settleDemoSecrets(config())).not.toEqual(other);
  });

  it('have the key that SANDBOX_API_KEY names, above the kept one', () => {
    const { webhookSecret } = settleDemoSecrets(config());
    const named = { apiKey: 'sk-named-by-hand', webhookSecret };
    expect(settleDemoSecrets(config({ SANDBOX_API_KEY: named.apiKey }))).toEqual(named);
    expect(settleDemoSecrets(config())).toEqual(named);
  });

  it('are not made where the folder cannot be written', async () => {
    await writeFile(join(folder, 'data'), 'a file');
    expect(() => settleDemoSecrets(config())).toThrow(
      expect.objectContaining({ kind: 'invalid-config', hint: 'Set DATA_DIR to a folder that may be written.' }),
    );
  });

  it('are not read from a damaged file', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'demo.json'), '{"apiKey":');
    const damaged = { kind: 'invalid-config', message: textWith('is damaged') };
    expect(() => settleDemoSecrets(config())).toThrow(expect.objectContaining(damaged));
    expect(() => demoSettings(env())).toThrow(expect.objectContaining(damaged));
  });
});

describe('the settings of the demonstration', () => {
  it('are none before it was started, and none while it has no portal yet', () => {
    expect(demoSettings(env())).toBeUndefined();
    settleDemoSecrets(config());
    expect(demoSettings(env())).toBeUndefined();
  });

  it('are everything with which a command in another terminal finds it', () => {
    const { apiKey, webhookSecret } = settleDemoSecrets(config());
    rememberDemoPortal(config(), portal);
    const settings = demoSettings(env());
    expect(settings).toMatchObject({
      HR_GROUP_ID: 'g',
      HOME_TEMPLATE_FILE_IDS: '1,2',
      DOCSPACE_BASE_URL: portal.url,
      DOCSPACE_API_KEY: apiKey,
      DOCSPACE_WEBHOOK_SECRET: webhookSecret,
    });
    const loaded = loadConfig({ env: env(), overrides: settings ?? {} });
    expect(loaded.portal.baseUrl).toBe(portal.url);
    expect(loaded.blueprintEnv).toEqual(portal.env);
  });

  it('name the shipped blueprints unless there are others', async () => {
    rememberDemoPortal(config(), portal);
    expect(demoSettings(env())?.['BLUEPRINTS_DIR']).toMatch(/blueprints$/);
    await mkdir(join(folder, 'none'));
    expect(demoSettings(env())).not.toHaveProperty('BLUEPRINTS_DIR');
  });

  it('follow the portal to another port and keep the secrets', () => {
    const secrets = settleDemoSecrets(config());
    rememberDemoPortal(config(), portal);
    rememberDemoPortal(config(), { ...portal, url: 'http://127.0.0.1:3002' });
    expect(demoSettings(env())).toMatchObject({
      DOCSPACE_BASE_URL: 'http://127.0.0.1:3002',
      DOCSPACE_API_KEY: secrets.apiKey,
    });
  });
});
