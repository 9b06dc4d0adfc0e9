import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../base/errors.ts';
import { makeFolder } from '../base/make-folder.ts';
import { parseJson } from '../base/json.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Variables } from '../config/read-settings.ts';
import { packagePath } from './package-path.ts';

const DemoPortal = z.object({
  url: z.url(),
  /** What the gallery's blueprints read as `env`. */
  env: z.record(z.string(), z.coerce.string()),
});
const DemoFile = z.object({ apiKey: z.string(), webhookSecret: z.string(), portal: DemoPortal.optional() });

export type DemoPortal = z.infer<typeof DemoPortal>;
type DemoFile = z.infer<typeof DemoFile>;

/** The name under which a database belongs to the demonstration, whatever port its portal has. */
export const demoPortalName = 'sandbox';

function fileOf({ dataDir }: Config): string {
  return join(dataDir, 'demo.json');
}

/** The demonstration's own secrets and its portal's address, kept beside its data and readable by their owner only. */
function readDemoFile(config: Config): DemoFile | undefined {
  const file = fileOf(config);
  if (!existsSync(file)) return undefined;
  const parsed = DemoFile.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-config', `The file ${file} is damaged.`, {
    hint: `Remove the folder ${config.dataDir} to begin the demonstration anew.`,
  });
}

function writeDemoFile(config: Config, demo: DemoFile): void {
  try {
    makeFolder(config.dataDir);
    const file = fileOf(config);
    writeFileSync(`${file}.new`, JSON.stringify(demo), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (cause) {
    throw new AppError('invalid-config', `The data directory ${config.dataDir} cannot be written.`, {
      hint: 'Set DATA_DIR to a folder that may be written.',
      cause,
    });
  }
}

/** The demonstration's secrets, made at its first start. SANDBOX_API_KEY goes before the kept key. */
export function settleDemoSecrets(config: Config): { readonly apiKey: string; readonly webhookSecret: string } {
  const kept = readDemoFile(config);
  const apiKey = config.sandbox.apiKey?.reveal() ?? kept?.apiKey ?? `sk-${randomBytes(32).toString('hex')}`;
  // The portal takes secrets of 8 to 30 characters (DocSpace server, PasswordSettings.cs).
  const webhookSecret = kept?.webhookSecret ?? randomBytes(12).toString('hex');
  writeDemoFile(config, { ...kept, apiKey, webhookSecret });
  return { apiKey, webhookSecret };
}

/** Keeps the portal's address, so that commands in another terminal find the demonstration. */
export function rememberDemoPortal(config: Config, portal: DemoPortal): void {
  const { url, env } = portal;
  writeDemoFile(config, { ...settleDemoSecrets(config), portal: { url, env } });
}

/** The settings with which everything of the demonstration works; undefined when there was none in this data directory. */
export function demoSettings(env: Variables): Variables | undefined {
  const config = loadConfig({ env });
  const demo = readDemoFile(config);
  if (demo?.portal === undefined) return undefined;
  return {
    ...demo.portal.env,
    DOCSPACE_BASE_URL: demo.portal.url,
    DOCSPACE_API_KEY: demo.apiKey,
    DOCSPACE_WEBHOOK_SECRET: demo.webhookSecret,
    // Its webhook works: nothing is to be found beside it.
    PORTAL_POLL: 'never',
    BLUEPRINT_ENV: Object.keys(demo.portal.env).join(','),
    ...(existsSync(config.blueprintsDir) ? {} : { BLUEPRINTS_DIR: packagePath('blueprints') }),
  };
}
