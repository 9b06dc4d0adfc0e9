#!/usr/bin/env node
// Nothing is imported before the version is known: an old Node would end in a stack trace over syntax it does not know.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Concierge needs Node.js 22.18 or later; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`,
  );
  process.exitCode = 1;
} else {
  const { createProcessIo } = await import('./cli/process-io.ts');
  const { runCli } = await import('./cli/cli.ts');
  const { createCommandParts } = await import('./app.ts');
  const io = createProcessIo(process);
  const parts = createCommandParts(io.env, { isTerminal: io.stderr.isTTY });
  process.exitCode = await runCli(process.argv.slice(2), parts, io);
}
