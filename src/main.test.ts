import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const source = readFileSync(new URL('main.ts', import.meta.url), 'utf8');

function runOn(version: string): { status: number | null; stdout: string; stderr: string } {
  const pretended = source.replace(/^#!.*/, '').replaceAll('process.versions.node', `'${version}'`);
  return spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', pretended], { encoding: 'utf8' });
}

it.each(['20.20.2', '22.17.1'])('ends on Node.js %s with one sentence', (version) => {
  const { status, stdout, stderr } = runOn(version);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    `Concierge needs Node.js 22.18 or later; this is ${version}. Install a newer one from https://nodejs.org.\n`,
  );
});

it('imports nothing before it knows the version', () => {
  expect(source).not.toMatch(/^\s*(import\s|export\s.*\sfrom\s)/m);
});
