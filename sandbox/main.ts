import { parseArgs } from 'node:util';
import { describe } from './control/create-control.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';
import { type SeedChoice, seedNames } from './seed/create-seed.ts';
import { readSeedFile } from './seed/read-seed.ts';
import { StartError } from './start-error.ts';

const help = `A local portal that behaves like ONLYOFFICE DocSpace 3.7.

Usage: sandbox [options]

  --port N         port on 127.0.0.1 (default 3001; 0 takes any free one)
  --api-key KEY    an unrestricted key of the portal's owner, sk-… (default: the variable SANDBOX_API_KEY, else the state's, else random)
  --seed NAME      demo (default), empty, or a portal of your own as a file.json
  --latency MS     how long each API call waits (default 0)
  --state FILE     keep the portal in this file between two starts
  --strict-urls    refuse webhooks to this machine, as the real server does
  --enforce-limits refuse calls that are too many or too fast, as the vendor's cloud does
  --json           print one line of JSON when ready
  --help           this text
`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'api-key': { type: 'string' },
      seed: { type: 'string' },
      latency: { type: 'string' },
      state: { type: 'string' },
      'strict-urls': { type: 'boolean' },
      'enforce-limits': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) process.stdout.write(help);
  else await run(readOptions(values), values.json ?? false);
} catch (error) {
  if (!(error instanceof StartError) && !isUsageError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function run(options: SandboxOptions, json: boolean): Promise<void> {
  const sandbox = await createSandbox({ ...options, warn: (sentence) => process.stderr.write(`${sentence}\n`) });
  process.stdout.write(json ? `${JSON.stringify(describe(sandbox.world, sandbox.url))}\n` : announce(sandbox));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another program with a channel, it ends with that program, however that ends.
  process.once('disconnect', stop);

  function stop(): void {
    // The channel alone would keep this program running.
    process.off('disconnect', stop);
    if (process.connected) process.disconnect();
    sandbox.close().catch((error: unknown) => {
      process.stderr.write(`The state could not be kept: ${String(error)}\n`);
      process.exitCode = 1;
    });
  }
}

function announce({ url, apiKey, world }: Sandbox): string {
  const owner = world.owner();
  const lines = [
    `Sandbox portal  ${url}/`,
    `API             ${url}/api/2.0`,
    `API key         ${apiKey}`,
    `Owner           ${owner?.firstName ?? ''} ${owner?.lastName ?? ''} <${owner?.email ?? ''}>`,
    ...Object.entries(world.env()).map(([name, value]) => `  ${name}=${value}`),
  ];
  return `${lines.join('\n')}\n`;
}

function readOptions(values: Record<string, string | boolean | undefined>): SandboxOptions {
  const { seed = 'demo', state: stateFile } = values;
  const apiKey = readText(values['api-key'] ?? process.env['SANDBOX_API_KEY']);
  return {
    port: readNumber(values, { name: 'port', fallback: 3001, most: 65_535 }),
    latencyMs: readNumber(values, { name: 'latency', fallback: 0, most: 600_000 }),
    seed: chooseSeed(String(seed)),
    enforceLimits: values['enforce-limits'] === true,
    strictUrls: values['strict-urls'] === true,
    ...(apiKey && { apiKey }),
    ...(typeof stateFile === 'string' && { stateFile }),
  };
}

function chooseSeed(seed: string): SeedChoice {
  const name = seedNames.find((known) => known === seed);
  if (name) return name;
  if (seed.endsWith('.json')) return readSeedFile(seed);
  throw new StartError(`There is no seed "${seed}"; choose one of ${seedNames.join(', ')}, or a file.json.`);
}

function readText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readNumber(
  values: Record<string, string | boolean | undefined>,
  { name, fallback, most }: { name: string; fallback: number; most: number },
): number {
  const text = values[name] ?? String(fallback);
  const number = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw new StartError(`--${name} takes a whole number from 0 to ${most}.`);
  return number;
}

/** What parseArgs throws for an option that is none. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
