import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type CommandBlock, readCommandBlocks } from '../support/document-commands.ts';
import { createInstallation } from '../support/installation.ts';
import { listProjectFiles, projectRoot, readProjectFile } from '../support/project-files.ts';

const documents = listProjectFiles()
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, blocks: readCommandBlocks(readProjectFile(path)) }))
  .filter(({ blocks }) => blocks.some(({ reason }) => reason === undefined));

describe('the commands of the documents', () => {
  it('are found', () => {
    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/first-hour.md']));
  });

  it.concurrent.each(documents)('of $path work as they are written, one block after the other', async ({ blocks }) => {
    await using installation = await createInstallation({ env: { PORTAL_POLL: 'auto' } });
    const root = await mkdtemp(join(tmpdir(), 'concierge-documents-'));
    try {
      await writeProgram(join(root, 'bin'));
      const place = {
        folder: join(root, 'clone'),
        env: { ...installation.settings, PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` },
      };
      await mkdir(place.folder);
      await cp(join(projectRoot, 'blueprints'), join(place.folder, 'blueprints'), { recursive: true });
      for (const block of blocks.filter(({ reason }) => reason === undefined)) {
        if (block.inEmptyFolder) await mkdir((place.folder = await mkdtemp(join(root, 'empty-'))), { recursive: true });
        await runBlock(block, place);
      }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

/** `concierge`, as a reader has it when it is installed. That a plan has something to do (2) is no failure of a page. */
async function writeProgram(folder: string): Promise<void> {
  await mkdir(folder);
  const program = join(folder, 'concierge');
  const lines = [
    '#!/bin/sh',
    `"${process.execPath}" "${join(projectRoot, 'src/main.ts')}" "$@"`,
    'code=$?',
    '[ "$1" = plan ] && [ "$code" -eq 2 ] && exit 0',
    'exit "$code"',
  ];
  await writeFile(program, `${lines.join('\n')}\n`);
  await chmod(program, 0o755);
}

async function runBlock(
  { script, expected, files, line }: CommandBlock,
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Promise<void> {
  for (const file of files) await writeFile(join(folder, file.name), file.text);
  // A reader's blueprints lie in their own folder.
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'BLUEPRINTS_DIR'));
  const shell = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd: folder,
    // Sources that were compiled for one command are kept for the next.
    env: { HOME: folder, NO_COLOR: '1', NODE_COMPILE_CACHE: join(folder, '..', 'compiled'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, code] = await Promise.all([
    text(shell.stdout),
    text(shell.stderr),
    new Promise<number | null>((resolve) => shell.once('close', resolve)),
  ]);
  const printed = `${out}${err}`;
  expect({ line, code, printed }).toEqual({ line, code: 0, printed });
  for (const one of expected) expect(printed).toContain(one);
}
