import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Child, type Environment, startChild } from './child-process.ts';
import { projectRoot } from './project-files.ts';
import { waitFor } from './wait-for.ts';

/** The portal as a service is told of it. */
interface PortalSettings {
  readonly url: string;
  readonly ownerKey: string;
  /** What the gallery reads. */
  readonly blueprintEnv: Environment;
}

interface InstallationOptions {
  readonly portal: PortalSettings;
  readonly databaseUrl: string;
  readonly smtpUrl?: string;
  readonly env?: Environment;
}

/** Secrets that a test looks for in places where they must not be. */
export const testSecrets = { webhook: 'whsec-8f31c7d905ab42e6', apiToken: 'token-5ad2e0b97c814f36a1d4' } as const;

/** Everything that a process needs to be told, as environment variables. */
export function settingsFor({ portal, databaseUrl, smtpUrl, env }: InstallationOptions): Environment {
  return {
    ...portal.blueprintEnv,
    DOCSPACE_BASE_URL: portal.url,
    DOCSPACE_API_KEY: portal.ownerKey,
    DOCSPACE_WEBHOOK_SECRET: testSecrets.webhook,
    BLUEPRINT_ENV: Object.keys(portal.blueprintEnv).join(','),
    BLUEPRINTS_DIR: join(projectRoot, 'blueprints'),
    DATABASE_URL: databaseUrl,
    // Tests look at the calls that they caused.
    PORTAL_POLL: 'never',
    PORT: '0',
    API_TOKEN: testSecrets.apiToken,
    ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl, MAIL_FROM: 'Concierge <concierge@halden-moor.example>' }),
    ...env,
  };
}

const ReadyLine = z.looseObject({
  /** A worker answers nowhere. */
  url: z.url().default('http://127.0.0.1:9'),
  signInUrl: z.url().optional(),
  warnings: z.array(z.string()),
});

/** A service in a process of its own. */
export interface ServiceProcess extends AsyncDisposable {
  readonly url: string;
  readonly ready: z.infer<typeof ReadyLine>;
  readonly child: Child;
  /** Everything that it printed. */
  logs(): string;
  /** A request as an admin: `GET /api/runs`. */
  api(path: string, init?: RequestInit): Promise<unknown>;
  /** A request with nothing added. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it as a power failure would, and waits until it is gone. */
  kill9(): Promise<void>;
  /** Ends it as an operator would; answers its exit code. */
  stop(): Promise<number | undefined>;
}

interface StartOptions {
  readonly command?: string;
  readonly cwd?: string;
  /** Given the process long before it is ready: it may be killed meanwhile. */
  readonly onSpawn?: (child: Child) => void;
}

/** Starts `serve --json`, or another command that prints such a line when it is ready, in an empty folder. */
export async function startServiceProcess(
  env: Environment,
  { command = 'serve', cwd, onSpawn }: StartOptions = {},
): Promise<ServiceProcess> {
  const folder = cwd ?? (await mkdtemp(join(tmpdir(), 'concierge-test-service-')));
  const child = startChild({ args: [command, '--json'], cwd: folder, env });
  onSpawn?.(child);
  async function end(signal: NodeJS.Signals): Promise<number | undefined> {
    if (!child.hasEnded()) child.kill(signal);
    const code = await child.ended;
    if (cwd === undefined) await rm(folder, { recursive: true, force: true });
    return code;
  }

  const ready = await readReadyLine(child).catch(async (error: unknown) => {
    await end('SIGKILL');
    throw error;
  });
  const request = (path: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(path, ready.url), init);
  return {
    url: ready.url,
    ready,
    child,
    logs: () => child.stdout() + child.stderr(),
    request,
    async api(path, init = {}) {
      const response = await request(path, { ...init, headers: { authorization: `Bearer ${env['API_TOKEN'] ?? ''}` } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
      const answer: unknown = JSON.parse(text);
      return answer;
    },
    async kill9() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

async function readReadyLine(child: Child): Promise<z.infer<typeof ReadyLine>> {
  await waitFor('the ready line', () => child.hasEnded() || child.stdout().includes('\n'), {
    instead: () => child.stderr(),
  });
  if (child.hasEnded()) throw new Error(`The process ended: ${child.stdout()}${child.stderr()}`);
  const line = ReadyLine.safeParse(JSON.parse(child.stdout().split('\n')[0] ?? ''));
  if (line.success) return line.data;
  throw new Error(`The process did not start: ${child.stdout()}${child.stderr()}`);
}
