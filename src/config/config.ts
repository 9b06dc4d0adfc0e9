import type { LogFormat, LogLevel } from '../base/log.ts';
import type { Secret } from '../base/secret.ts';
import { AppError } from '../base/errors.ts';
import type { PortalLimits } from './setting-types.ts';

/** All settings, parsed and frozen. Everything gets its part of it as an argument. */
export interface Config {
  readonly portal: PortalConfig;
  readonly service: {
    readonly host: string;
    readonly port: number;
    /** With the base path, where there is one. */
    readonly publicUrl: string | undefined;
    /** Below which the service stands behind a proxy: empty, or `/concierge`. */
    readonly basePath: string;
    /** Addresses, networks, `loopback` and `private`: whose `X-Forwarded-` headers are believed. */
    readonly trustedProxies: readonly string[];
    readonly apiToken: Secret | undefined;
  };
  /** Where metrics answer without a token; undefined for nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Where traces are sent; undefined for nowhere. */
  readonly traces:
    { readonly url: string; readonly headers: Secret | undefined; readonly serviceName: string } | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly dataDir: string;
  /** Unset: the embedded database is used. */
  readonly databaseUrl: Secret | undefined;
  readonly blueprintsDir: string;
  /** What blueprints may read as `env.NAME`: each name that `BLUEPRINT_ENV` lists and that is set. */
  readonly blueprintEnv: Readonly<Record<string, string>>;
  /** The names that `BLUEPRINT_ENV` lists, set or not. */
  readonly blueprintEnvNames: readonly string[];
  /** Whether a close-out may take a room over for a moment. */
  readonly allowBorrow: boolean;
  readonly limits: {
    /** How many each blueprint may invite, and how many mails it may send, in a day. */
    readonly daily: { readonly invitations: number; readonly mails: number };
    /** Days after which what is over is deleted. */
    readonly retention: { readonly days: number; readonly auditDays: number };
  };
  readonly mail: {
    readonly smtpUrl: Secret | undefined;
    readonly from: string | undefined;
    readonly alertTo: string | undefined;
  };
  readonly connectors: {
    readonly hubspotToken: Secret | undefined;
    /** Where HubSpot is reached, unless at its own address. */
    readonly hubspotUrl: string | undefined;
    /** Hosts inside the network that requests may go to. */
    readonly httpAllowHosts: readonly string[];
    readonly chatWebhookUrl: Secret | undefined;
    readonly chatFormat: 'slack' | 'teams';
  };
  readonly sandbox: { readonly port: number; readonly apiKey: Secret | undefined };
}

interface PortalConfig {
  /** Without a trailing slash. */
  readonly baseUrl: string | undefined;
  readonly apiKey: Secret | undefined;
  readonly adminKey: Secret | undefined;
  readonly webhookSecrets: readonly Secret[];
  readonly limits: PortalLimits;
  /** Whether the portal is polled: `auto` where no webhook tells of it. */
  readonly poll: 'auto' | 'always' | 'never';
}

/** What a command needs that talks to the portal. Throws `invalid-config` naming each setting that is missing. */
export function requirePortal({ portal }: Pick<Config, 'portal'>): { baseUrl: string; apiKey: Secret } {
  const { baseUrl, apiKey } = portal;
  if (baseUrl !== undefined && apiKey !== undefined) return { baseUrl, apiKey };
  const missing = [
    ...(baseUrl === undefined ? ['DOCSPACE_BASE_URL'] : []),
    ...(apiKey === undefined ? ['DOCSPACE_API_KEY'] : []),
  ];
  throw new AppError('invalid-config', `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set`, {
    hint: 'Put the address of your portal and an API key in .env or the environment, or run `concierge start` to try the sandbox.',
    details: { settings: missing },
  });
}
