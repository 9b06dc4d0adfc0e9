import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createControl } from './control/create-control.ts';
import { intercept } from './control/intercept.ts';
import { createWorld, type World } from './create-world.ts';
import { guardOrigin } from './guard-origin.ts';
import { readStateFile } from './journal/read-state-file.ts';
import { createStateFile, type StateFile } from './journal/state-file.ts';
import { limitSize } from './limit-size.ts';
import { portalOwnerId } from './model/sections.ts';
import type { State } from './model/state.ts';
import { createPage } from './page/create-page.ts';
import type { SeedChoice } from './seed/create-seed.ts';
import { StartError } from './start-error.ts';
import { describeFailure } from './wire/portal-error.ts';

/** What one call of the API may send: the chunks of an upload are smaller. A snapshot may hold a large portal. */
const mostApiBytes = 100 * 1024 * 1024;
const mostControlBytes = 512 * 1024 * 1024;

/** Everything has a default: a demo portal on a free port. */
export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** An unrestricted key of the portal's owner: `sk-…`. Without it the state file's, else a random one. */
  apiKey?: string;
  /** A portal of ours by its name, or one of somebody's own (see `readSeedFile` and `parseSeed`). */
  seed?: SeedChoice;
  /** How long each API call waits before it does anything. */
  latencyMs?: number;
  /** Keeps the portal between two starts. */
  stateFile?: string;
  /** Refuses webhooks to loopback, as the real server does. */
  strictUrls?: boolean;
  /** Pauses between the attempts of a delivery: 1, 2, 4, 8 and 16 s. */
  retryDelaysMs?: readonly number[];
  /** How often the delivery queue is looked at; 0 delivers at once, the real server takes 5000. */
  deliveryPollMs?: number;
  /** How long a delivery waits for its answer: 100 s. */
  webhookTimeoutMs?: number;
  /** How long archiving, copying and moving take in the portal: 0. */
  operationMs?: number;
  /** Refuses calls that are too many or too close together, as the vendor's cloud does. */
  enforceLimits?: boolean;
  /** Told in one sentence what went wrong in the background. */
  warn?: (sentence: string) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  url: string;
  apiKey: string;
  world: World;
  /** Ends all connections and deliveries and writes the state file. Throws when that cannot be written. */
  close(): Promise<void>;
}

/** Starts a portal on 127.0.0.1. Throws a `StartError` for a port that is taken, a key or a state file that is none. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile, seed = 'demo', port: wanted = 0 } = options;
  const stored = stateFile === undefined ? undefined : readStateFile(stateFile);
  const apiKey = chooseKey(options.apiKey ?? keyOf(stored));
  const file: { current?: StateFile } = {};
  const world = createWorld({
    ...options,
    ...(stored && { state: stored }),
    apiKey,
    seed,
    changed: () => file.current?.save(),
    changedMeanwhile: () => file.current?.saveSoon(),
  });
  const { server, port } = await listen(world, wanted);
  try {
    if (stateFile !== undefined) file.current = keepState(world, stateFile, options.warn);
  } catch (error) {
    await closeServer(server);
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    world,
    async close() {
      world.faults.clear();
      world.webhooks.forget();
      await closeServer(server);
      file.current?.close();
    },
  };
}

/**
 * How long an idle connection is kept, as web servers before a portal do (nginx, `keepalive_timeout`): with Node's own 5 seconds a caller
 * that was held up may use one that is just being closed.
 */
const keepAliveMs = 75_000;

async function listen(world: World, wanted: number): Promise<{ server: Server; port: number }> {
  const bound = { port: wanted };
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, context) => context.json(describeFailure(error).body, 500));
  app.use(guardOrigin(() => bound.port));
  app.use('/api/*', limitSize(mostApiBytes));
  app.use('/_sandbox/*', limitSize(mostControlBytes));
  app.route('/_sandbox', createControl(world));
  const interception = { ...world, latencyMs: () => world.settings.latencyMs, called: world.changed };
  // The handlers of files lie beside the API, under names whose case does not matter.
  for (const path of ['/api/*', '/:handler{(?:[Ff]ile[Hh]andler|[Cc]hunked[Uu]ploader)\\.ashx}', '/products/files/*'])
    app.all(path, intercept(interception), (context) => world.api.fetch(context.req.raw, context.env));
  app.route('/', createPage(world));
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { keepAliveTimeout: keepAliveMs } });
  if (!('closeAllConnections' in server)) throw new StartError('The HTTP server is of an unexpected kind.');
  server.listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new StartError(describeListenFailure(cause, wanted), { cause });
  }
  const address = server.address();
  if (address !== null && typeof address === 'object') bound.port = address.port;
  return { server, port: bound.port };
}

function describeListenFailure(cause: unknown, port: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is already in use; choose another one with --port.`;
  return `Port ${port} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}.`;
}

function chooseKey(given: string | undefined): string {
  const key = given ?? `sk-${randomBytes(32).toString('hex')}`;
  if (!/^sk-[!-~]+$/.test(key)) throw new StartError('The API key must begin with "sk-" and have no spaces.');
  return key;
}

function keyOf(state: State | undefined): string | undefined {
  if (!state) return undefined;
  const ownerId = portalOwnerId(state);
  return [...state.keys.values()].find((key) => key.ownerId === ownerId && key.permissions.length === 0)?.value;
}

function keepState(world: World, path: string, warn: SandboxOptions['warn']): StateFile {
  return createStateFile(path, {
    read: () => world.portal.state,
    failed: (error) => warn?.(`The state file ${path} cannot be written: ${error.message}.`),
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
