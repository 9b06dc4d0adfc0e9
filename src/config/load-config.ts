import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { Config } from './config.ts';
import { readSetting } from './read-settings.ts';
import type { ReadFile, Variables } from './read-settings.ts';
import type { PortalLimits } from './setting-types.ts';
import { settingDescriptions, Settings } from './settings.ts';

interface LoadOptions {
  /** The real environment. It stands above `.env`. */
  readonly env: Variables;
  /** Stands above the environment: what a command line or the demonstration sets. */
  readonly overrides?: Variables;
  /** For `.env` of the working directory and for each `NAME_FILE`. */
  readonly readFile?: ReadFile;
}

interface Gathered {
  readonly raw: Record<string, string | undefined>;
  readonly issues: Issue[];
}

interface Issue {
  readonly setting: string;
  /** A sentence without the value. */
  readonly text: string;
}

/**
 * Reads every setting once. Throws one `invalid-config` that names all settings that are wrong, by name and never with the value.
 * Guarantees a frozen result; whether a portal is set is asked by `requirePortal`, since not every command needs one.
 */
export function loadConfig({ env, overrides = {}, readFile = readText }: LoadOptions): Config {
  const dotEnv = readDotEnv(readFile);
  const layers = [overrides, env, dotEnv.variables];
  const { raw, issues } = gather(layers, readFile);
  const parsed = Settings.safeParse(raw);
  const wrong = [...dotEnv.issues, ...issues, ...(parsed.error?.issues.map(describeIssue) ?? [])];
  const settings = parsed.data;
  if (settings) wrong.push(...findContradictions(settings));
  if (!settings || wrong.length > 0) throw refuseSettings(wrong);
  return buildConfig(settings, layers);
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function readDotEnv(readFile: ReadFile): { variables: Variables; issues: Issue[] } {
  try {
    return { variables: parseEnv(readFile('.env')), issues: [] };
  } catch (error) {
    const code = codeOf(error) ?? 'unknown reason';
    const issues = code === 'ENOENT' ? [] : [{ setting: '.env', text: `.env cannot be read (${code})` }];
    return { variables: {}, issues };
  }
}

function gather(layers: readonly Variables[], readFile: ReadFile): Gathered {
  const gathered: Gathered = { raw: {}, issues: [] };
  for (const [name, schema] of Object.entries(Settings.shape)) {
    const description = settingDescriptions.get(schema);
    const names = description?.alias === undefined ? [name] : [name, description.alias];
    const { value, issue } = readSetting(names, { layers, readFile });
    gathered.raw[name] = value ?? description?.default;
    if (issue !== undefined) gathered.issues.push({ setting: name, text: issue });
  }
  return gathered;
}

function describeIssue(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): Issue {
  const setting = String(issue.path[0]);
  return { setting, text: `${setting} ${issue.message}` };
}

function findContradictions(settings: Settings): Issue[] {
  const issues: Issue[] = [];
  if (settings.SMTP_URL && settings.MAIL_FROM === undefined) {
    issues.push({ setting: 'MAIL_FROM', text: 'MAIL_FROM must be set together with SMTP_URL' });
  }
  const path = settings.PUBLIC_URL === undefined ? '' : pathOf(settings.PUBLIC_URL);
  if (path !== '' && settings.BASE_PATH !== undefined && settings.BASE_PATH !== path) {
    issues.push({ setting: 'BASE_PATH', text: 'BASE_PATH must be the path of PUBLIC_URL, or one of them unset' });
  }
  for (const name of settings.BLUEPRINT_ENV.filter(isSecretName)) {
    issues.push({ setting: 'BLUEPRINT_ENV', text: `BLUEPRINT_ENV must not list ${name}, which is a secret` });
  }
  return issues;
}

function isSecretName(name: string): boolean {
  return Object.entries(Settings.shape).some(
    ([setting, schema]) => setting === name && settingDescriptions.get(schema)?.secret === true,
  );
}

function refuseSettings(issues: readonly Issue[]): AppError {
  const count = issues.length === 1 ? 'A setting is wrong' : `${issues.length} settings are wrong`;
  return new AppError('invalid-config', `${count}: ${issues.map(({ text }) => text).join('; ')}`, {
    hint: 'Correct the environment or .env; docs/reference/config.md describes each setting.',
    details: { settings: [...new Set(issues.map(({ setting }) => setting))] },
  });
}

function buildConfig(settings: Settings, layers: readonly Variables[]): Config {
  return Object.freeze({
    portal: Object.freeze({
      baseUrl: settings.DOCSPACE_BASE_URL,
      apiKey: settings.DOCSPACE_API_KEY,
      adminKey: settings.DOCSPACE_ADMIN_KEY,
      webhookSecrets: Object.freeze(settings.DOCSPACE_WEBHOOK_SECRET),
      limits: resolveLimits(settings),
      poll: settings.PORTAL_POLL,
    }),
    service: Object.freeze({
      host: settings.HOST,
      port: settings.PORT,
      ...placeOf(settings),
      trustedProxies: Object.freeze(settings.TRUST_PROXY),
      apiToken: settings.API_TOKEN,
    }),
    metrics:
      settings.METRICS_PORT === undefined
        ? undefined
        : Object.freeze({ host: settings.METRICS_HOST, port: settings.METRICS_PORT }),
    traces: tracesOf(settings),
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    blueprintsDir: settings.BLUEPRINTS_DIR,
    blueprintEnv: Object.freeze(pickVariables(settings.BLUEPRINT_ENV, layers)),
    blueprintEnvNames: Object.freeze(settings.BLUEPRINT_ENV),
    allowBorrow: settings.ALLOW_BORROW,
    limits: Object.freeze({
      daily: Object.freeze({ invitations: settings.DAILY_INVITATIONS, mails: settings.DAILY_MAILS }),
      retention: Object.freeze({ days: settings.RETENTION_DAYS, auditDays: settings.AUDIT_RETENTION_DAYS }),
    }),
    mail: Object.freeze({ smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM, alertTo: settings.ALERT_TO }),
    connectors: Object.freeze({
      hubspotToken: settings.HUBSPOT_TOKEN,
      hubspotUrl: settings.HUBSPOT_URL,
      httpAllowHosts: Object.freeze(settings.HTTP_ALLOW_HOSTS),
      chatWebhookUrl: settings.CHAT_WEBHOOK_URL,
      chatFormat: settings.CHAT_FORMAT,
    }),
    sandbox: Object.freeze({ port: settings.SANDBOX_PORT, apiKey: settings.SANDBOX_API_KEY }),
  });
}

/** The address for others, and the path below which it stands, of which one may tell the other. */
function placeOf({ PUBLIC_URL: publicUrl, BASE_PATH: basePath }: Settings) {
  const path = publicUrl === undefined ? '' : pathOf(publicUrl);
  if (publicUrl === undefined || path !== '') return { publicUrl, basePath: basePath ?? path };
  return { publicUrl: `${publicUrl}${basePath ?? ''}`, basePath: basePath ?? '' };
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '');
}

function tracesOf(settings: Settings): Config['traces'] {
  const { OTEL_TRACES_EXPORTER: exporter, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  const full = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const isAsked = exporter === 'otlp' || endpoint !== undefined || full !== undefined;
  if (exporter === 'none' || !isAsked) return undefined;
  const url = full ?? `${endpoint ?? 'http://localhost:4318'}/v1/traces`;
  return Object.freeze({ url, headers: settings.OTEL_EXPORTER_OTLP_HEADERS, serviceName: settings.OTEL_SERVICE_NAME });
}

function pickVariables(names: readonly string[], layers: readonly Variables[]): Record<string, string> {
  const picked = names.map((name) => [name, layers.find((layer) => layer[name] !== undefined)?.[name] ?? ''] as const);
  return Object.fromEntries(picked.filter(([, value]) => value !== ''));
}

const cloudHost = /(^|\.)onlyoffice\.(com|io|co|eu|eu\.com|sg|org)$/;

function resolveLimits({ PORTAL_LIMITS: limits, DOCSPACE_BASE_URL: baseUrl }: Settings): PortalLimits {
  if (limits !== undefined) return limits;
  return baseUrl !== undefined && cloudHost.test(new URL(baseUrl).hostname) ? 'cloud' : 'none';
}
