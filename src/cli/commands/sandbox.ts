import type { Command } from 'commander';
import { z } from 'zod';
import { formatExamples, type CommandContext } from '../command-context.ts';

const Options = z.object({
  port: z.string().optional(),
  apiKey: z.string().optional(),
  seed: z.string().optional(),
  latency: z.string().optional(),
  state: z.string().optional(),
  strictUrls: z.boolean().default(false),
  enforceLimits: z.boolean().default(false),
});

/** The options are only named here; the sandbox itself reads and judges them. */
export function addSandboxCommand(program: Command, { parts, output, finish }: CommandContext): void {
  const command = program
    .command('sandbox')
    .description('run only the sandbox portal: a local stand-in for DocSpace, to rehearse blueprints on')
    .option('--port <number>', 'the port to listen on')
    .option('--api-key <key>', 'the API key of its owner (sk-…)')
    .option('--seed <name>', 'what it begins with: demo, empty, or a portal of your own as a file.json')
    .option('--latency <ms>', 'how long each call takes')
    .option('--state <file>', 'keep its state in this file')
    .option('--strict-urls', 'refuse webhooks to private addresses, as a real portal does')
    .option('--enforce-limits', 'refuse calls that are too many or too fast, as the vendor’s cloud does')
    .addHelpText('after', formatExamples('sandbox --port 3001 --seed demo', 'sandbox --port 0 --json'));

  command.action(async () => {
    const { port, apiKey, seed, latency, state, ...flags } = Options.parse(command.opts());
    const values = { '--port': port, '--api-key': apiKey, '--seed': seed, '--latency': latency, '--state': state };
    const args = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
    finish(
      await parts.sandbox([
        ...args,
        ...(flags.strictUrls ? ['--strict-urls'] : []),
        ...(flags.enforceLimits ? ['--enforce-limits'] : []),
        ...(output.json ? ['--json'] : []),
      ]),
    );
  });
}
