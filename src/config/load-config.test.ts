import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { requirePortal } from './config.ts';
import { loadConfig } from './load-config.ts';
import type { Variables } from './read-settings.ts';

/** Files that stand in for the disk: a path that is not among them does not exist. */
function filesOf(files: Readonly<Record<string, string>>) {
  return (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
}

function load(env: Variables, files: Readonly<Record<string, string>> = {}) {
  return loadConfig({ env, readFile: filesOf(files) });
}

function refusalOf(env: Variables, files?: Readonly<Record<string, string>>): AppError {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('loadConfig', () => {
  it('knows every default when nothing is set', () => {
    const config = load({});
    const nowhere = { publicUrl: undefined, basePath: '', trustedProxies: [], apiToken: undefined };
    expect(config.service).toEqual({ host: '127.0.0.1', port: 3000, ...nowhere });
    expect(config).toMatchObject({ metrics: undefined, traces: undefined });
    expect(config).toMatchObject({ dataDir: './data', blueprintsDir: './blueprints', logLevel: 'info' });
    expect(config.sandbox.port).toBe(3001);
    expect(config.portal).toMatchObject({ baseUrl: undefined, webhookSecrets: [], limits: 'none' });
  });

  it('takes an empty value as unset', () => {
    expect(load({ PORT: '', HOST: '  ', DOCSPACE_API_KEY: '' })).toMatchObject({
      service: { host: '127.0.0.1', port: 3000 },
      portal: { apiKey: undefined },
    });
  });

  it('freezes what it returns, the parts too', () => {
    const config = load({ DOCSPACE_WEBHOOK_SECRET: 'a', BLUEPRINT_ENV: 'A' });
    const parts = [config, config.portal, config.service, config.mail, config.sandbox, config.blueprintEnv];
    expect([...parts, config.portal.webhookSecrets, config.blueprintEnvNames].map(Object.isFrozen)).not.toContain(
      false,
    );
  });

  it('reports every wrong setting at once, by name and without its value', () => {
    const error = refusalOf({
      PORT: 'eighty-hundred',
      DOCSPACE_BASE_URL: 'ftp://user:hunter2@files.example.com',
      DOCSPACE_API_KEY: 'Bearer sk-very-secret',
      DATABASE_URL: 'mysql://root:hunter2@db',
      SMTP_URL: 'hunter2',
      MAIL_FROM: 'not an address',
      LOG_LEVEL: 'shouting',
      PORTAL_LIMITS: 'reads=lots',
      SANDBOX_API_KEY: 'pk-wrong-kind',
    });
    expect(error.kind).toBe('invalid-config');
    expect(error.hint).toContain('docs/reference/config.md');
    expect(error.details.settings).toEqual([
      'DOCSPACE_BASE_URL',
      'DOCSPACE_API_KEY',
      'PORTAL_LIMITS',
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'SMTP_URL',
      'MAIL_FROM',
      'SANDBOX_API_KEY',
    ]);
    expect(error.message).toContain('PORT must be a whole number from 0 to 65535');
    const shown = `${error.message} ${inspect(error)}`;
    expect(shown).not.toMatch(/hunter2|very-secret|eighty|shouting|lots|pk-wrong|not an address/);
  });

  it.each([
    ['65536', false],
    ['65535', true],
    ['0', true],
    ['-1', false],
    ['80.5', false],
  ])('judges port %s', (port, isAccepted) => {
    const attempt = () => load({ PORT: port });
    if (isAccepted) expect(attempt().service.port).toBe(Number(port));
    else expect(attempt).toThrow('PORT must be');
  });

  it('never shows a secret when the configuration is printed or serialised', () => {
    const config = load({
      DOCSPACE_API_KEY: 'sk-hidden',
      DOCSPACE_ADMIN_KEY: 'sk-hidden',
      DOCSPACE_WEBHOOK_SECRET: 'hidden, hidden2',
      DATABASE_URL: 'postgres://u:hidden@db/c',
      SMTP_URL: 'smtp://u:hidden@mail',
      MAIL_FROM: 'a@example.com',
      API_TOKEN: 'hidden',
      SANDBOX_API_KEY: 'sk-hidden',
    });
    expect(`${JSON.stringify(config)} ${inspect(config, { depth: 9 })}`).not.toContain('hidden');
    expect(config.portal.apiKey?.reveal()).toBe('sk-hidden');
    expect(config.portal.webhookSecrets.map((secret) => secret.reveal())).toEqual(['hidden', 'hidden2']);
  });

  it.each([
    ['https://docspace.example.com/', 'https://docspace.example.com'],
    ['HTTPS://DocSpace.example.com//', 'https://docspace.example.com'],
    ['http://10.0.0.5:8092/office/', 'http://10.0.0.5:8092/office'],
  ])('normalises the address %s', (given, expected) => {
    expect(load({ DOCSPACE_BASE_URL: given }).portal.baseUrl).toBe(expected);
  });

  it.each(['docspace.example.com', 'https://user@example.com', 'https://example.com/?a=1', 'https://example.com/#top'])(
    'refuses the address %s',
    (given) => {
      expect(() => load({ DOCSPACE_BASE_URL: given })).toThrow('DOCSPACE_BASE_URL must be an address');
    },
  );

  it("accepts the name that the vendor's samples use, and prefers our own", () => {
    expect(load({ DOCSPACE_API_HOST: 'https://a.example.com' }).portal.baseUrl).toBe('https://a.example.com');
    const both = { DOCSPACE_API_HOST: 'https://a.example.com', DOCSPACE_BASE_URL: 'https://b.example.com' };
    expect(load(both).portal.baseUrl).toBe('https://b.example.com');
  });

  it('wants a sender as soon as there is a mail server', () => {
    expect(() => load({ SMTP_URL: 'smtp://mail' })).toThrow('MAIL_FROM must be set together with SMTP_URL');
    expect(load({ SMTP_URL: 'smtp://mail', MAIL_FROM: 'Concierge <c@example.com>' }).mail.from).toContain('c@example');
  });

  it('refuses a sender that is several', () => {
    expect(() => load({ MAIL_FROM: 'a@example.com, b@example.com' })).toThrow('MAIL_FROM must be one e-mail address');
  });
});

describe('files of loadConfig', () => {
  it('reads NAME_FILE and trims its content', () => {
    const files = { '/run/secrets/key': 'sk-from-file\n' };
    expect(load({ DOCSPACE_API_KEY_FILE: '/run/secrets/key' }, files).portal.apiKey?.reveal()).toBe('sk-from-file');
  });

  it('reads the file of the alias too', () => {
    const env = { DOCSPACE_API_HOST_FILE: 'host.txt' };
    expect(load(env, { 'host.txt': 'https://a.example.com' }).portal.baseUrl).toBe('https://a.example.com');
  });

  it('reports a file that is missing or empty together with the rest, and not its path', () => {
    const error = refusalOf(
      { API_TOKEN_FILE: 'sk-pasted-here', DOCSPACE_API_KEY_FILE: 'empty', PORT: 'x' },
      { empty: '\n' },
    );
    expect(error.message).toContain('API_TOKEN_FILE names a file that cannot be read (ENOENT)');
    expect(error.message).toContain('DOCSPACE_API_KEY_FILE names an empty file');
    expect(error.message).toContain('PORT must be');
    expect(inspect(error)).not.toContain('pasted');
  });

  it('refuses a setting that is given both ways', () => {
    expect(() => load({ PORT: '1', PORT_FILE: 'port' }, { port: '2' })).toThrow('PORT and PORT_FILE are both set');
  });

  it('reads .env below the environment, where even an empty variable wins', () => {
    const dotEnv = { '.env': '# comment\nPORT=4000\nHOST="0.0.0.0"\nMAIL_FROM=a@example.com\nAPI_TOKEN_FILE=token\n' };
    const config = load({ PORT: '5000', MAIL_FROM: '', API_TOKEN: 'direct' }, dotEnv);
    expect(config.service).toMatchObject({ port: 5000, host: '0.0.0.0' });
    expect(config.service.apiToken?.reveal()).toBe('direct');
    expect(config.mail.from).toBeUndefined();
  });

  it('says that .env cannot be read when it is there', () => {
    const readFile = () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    expect(() => loadConfig({ env: {}, readFile })).toThrow('.env cannot be read (EACCES)');
  });

  it('puts overrides above the environment, whichever way that gives the setting', () => {
    const env = { DOCSPACE_API_KEY_FILE: 'gone', DOCSPACE_API_HOST: 'https://a.example.com' };
    const overrides = { DOCSPACE_API_KEY: 'sk-1', DOCSPACE_BASE_URL: 'http://127.0.0.1:3001' };
    const { portal } = loadConfig({ env, overrides, readFile: filesOf({}) });
    expect(portal.apiKey?.reveal()).toBe('sk-1');
    expect(portal.baseUrl).toBe('http://127.0.0.1:3001');
  });
});

describe('what blueprints may read', () => {
  it('holds only the listed names that are set', () => {
    const config = load({ BLUEPRINT_ENV: ' A ,B,, C', A: '1', C: '', D: '4' }, { '.env': 'B=2\nE=5' });
    expect(config.blueprintEnv).toEqual({ A: '1', B: '2' });
    expect(config.blueprintEnvNames).toEqual(['A', 'B', 'C']);
  });

  it('refuses to hand a secret to blueprints', () => {
    expect(() => load({ BLUEPRINT_ENV: 'HR_GROUP_ID,DOCSPACE_API_KEY' })).toThrow('must not list DOCSPACE_API_KEY');
  });

  it('refuses what is no name', () => {
    expect(() => load({ BLUEPRINT_ENV: 'A B' })).toThrow('BLUEPRINT_ENV must be names');
  });
});

describe('limits of the portal', () => {
  it.each([
    [{ DOCSPACE_BASE_URL: 'https://acme.onlyoffice.com' }, 'cloud'],
    [{ DOCSPACE_BASE_URL: 'https://acme.onlyoffice.io' }, 'cloud'],
    [{ DOCSPACE_BASE_URL: 'https://acme.onlyoffice.com', PORTAL_LIMITS: 'none' }, 'none'],
    [{ DOCSPACE_BASE_URL: 'https://notonlyoffice.com' }, 'none'],
    [{ DOCSPACE_BASE_URL: 'https://onlyoffice.com.example.net' }, 'none'],
    [{ PORTAL_LIMITS: 'cloud' }, 'cloud'],
    [{ PORTAL_LIMITS: 'writes = 3, reads=7' }, { reads: 7, writes: 3 }],
    [{ PORTAL_LIMITS: 'reads=50,writes=15,minute=1500' }, { reads: 50, writes: 15, perMinute: 1500 }],
    [{ PORTAL_LIMITS: 'day=9000,reads=5,writes=1' }, { reads: 5, writes: 1, perDay: 9_000 }],
  ])('of %j are %j', (env, expected) => {
    expect(load(env).portal.limits).toEqual(expected);
  });

  it.each([
    'reads=0,writes=1',
    'reads=5',
    'reads=1,reads=2',
    'reads=5,writes=5,turns=5',
    'reads=5,writes=5,minute=0',
    'reads=5,writes=5,minute=100000',
    'reads=5,writes=1500',
    'reads=5,writes=5,writes=5',
    'minute=1500',
    'unlimited',
  ])('refuses %s', (limits) => {
    expect(() => load({ PORTAL_LIMITS: limits })).toThrow('PORTAL_LIMITS must be cloud, none, or numbers');
  });
});

describe('requirePortal', () => {
  it('gives address and key', () => {
    const config = load({ DOCSPACE_BASE_URL: 'https://a.example.com', DOCSPACE_API_KEY: 'sk-1' });
    expect(requirePortal(config).baseUrl).toBe('https://a.example.com');
  });

  it('names what is missing and what to do', () => {
    expect(() => requirePortal(load({}))).toThrow('DOCSPACE_BASE_URL and DOCSPACE_API_KEY are not set');
    const withAddress = load({ DOCSPACE_BASE_URL: 'https://a.example.com' });
    expect(() => requirePortal(withAddress)).toThrow(
      expect.objectContaining({ message: 'DOCSPACE_API_KEY is not set' }),
    );
  });
});
