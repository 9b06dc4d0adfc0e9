import * as z from 'zod';
import type { CleanUp } from './clean-up.ts';
import { portalSettings } from './portal-settings.ts';
import { serviceProgram } from './project.ts';
import { killDatabase } from './database-process.ts';
import { type Program, startProgram } from './start-program.ts';
import type { Sandbox } from './start-sandbox.ts';

/** The secret that benches sign deliveries with, as the portal would. */
export const webhookSecret = 'bench-webhook-secret';

const apiToken = 'bench-api-token';

const Announcement = z.object({ url: z.url() });

export interface Service {
  readonly pid: number;
  readonly url: string;
  /** A page of the API, read with an admin's token. */
  read(path: string): Promise<unknown>;
  /** A request that changes something, with an admin's token. Answers what came back. */
  post(path: string, body: unknown): Promise<unknown>;
}

interface ServiceOptions {
  readonly sandbox: Sandbox;
  /** Also the working directory, so that no `.env` of the clone has a say. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
  /** A `worker` answers nowhere. */
  readonly command?: 'serve' | 'worker';
}

/** Starts the service as in production, with its embedded database, and answers without waiting until it is ready. */
export function spawnService(
  { sandbox, dataDir, port = 0, env = {}, command = 'serve' }: ServiceOptions,
  cleanUp: CleanUp,
): Program {
  const program = startProgram({
    args: [serviceProgram(), command, '--json'],
    cwd: dataDir,
    env: {
      ...portalSettings(sandbox),
      DOCSPACE_WEBHOOK_SECRET: webhookSecret,
      API_TOKEN: apiToken,
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
  });
  cleanUp.add(async () => {
    await program.stop('SIGKILL');
    await killDatabase(dataDir);
  });
  return program;
}

/** Starts the service and waits until it is ready. */
export async function startService(options: ServiceOptions, cleanUp: CleanUp): Promise<Service> {
  const program = spawnService(options, cleanUp);
  const { url } = Announcement.parse(JSON.parse(await program.firstLine()));
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    throw new Error(`${method} /api/${path} was answered with ${response.status}: ${await response.text()}`);
  };
  return {
    pid: program.pid,
    url,
    read: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
  };
}
