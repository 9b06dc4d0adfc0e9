import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot, readProjectFile } from './support/project-files.ts';

const source = globSync('src/**/*.ts', { cwd: projectRoot })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(projectRoot, file), 'utf8').replaceAll(/\$\{[^{}]*\}/g, '…'))
  .join('\n')
  .replaceAll("\\'", "'");

const quoted = readProjectFile('docs/troubleshooting.md')
  .split('\n')
  .filter((line) => line.startsWith('### '))
  .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words));

it.each(quoted)('troubleshooting explains "%s", which the program really says', (words) => {
  expect(source.includes(words)).toBe(true);
});

it('troubleshooting is by what messages say', () => {
  expect(quoted.length).toBeGreaterThan(25);
});
