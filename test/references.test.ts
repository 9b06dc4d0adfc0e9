import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderConfigReference, renderEnvExample } from '../src/config/reference.ts';
import { projectRoot } from './support/project-files.ts';

// `npm run docs` writes these files anew.
describe('what is made from the table of settings', () => {
  it('.env.example is up to date', async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot(join(projectRoot, '.env.example'));
  });

  it('docs/reference/config.md is up to date', async () => {
    await expect(renderConfigReference()).toMatchFileSnapshot(join(projectRoot, 'docs/reference/config.md'));
  });

  it('.env.example sets nothing when it is copied as it is', () => {
    const active = renderEnvExample()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(active).toEqual([]);
  });
});
