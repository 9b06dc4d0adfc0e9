import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blueprintJsonSchemas } from '../src/blueprint/json-schema.ts';
import { createApiRoutes } from '../src/http/api.ts';
import { renderApiReference } from '../src/http/api/reference.ts';
import { renderSandboxReference } from '../sandbox/api/render-reference.ts';
import { createWorld } from '../sandbox/create-world.ts';
import { findDescription, readDescription, renderOperations } from './contract/support/read-description.ts';
import { createHttpWorld } from './support/http-world.ts';
import { renderConfigReference, renderEnvExample } from '../src/config/reference.ts';
import { projectRoot } from './support/project-files.ts';

// `npm run docs` writes these files anew.
describe('what is made from the code', () => {
  it('.env.example is up to date', async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot(join(projectRoot, '.env.example'));
  });

  it('docs/reference/config.md is up to date', async () => {
    await expect(renderConfigReference()).toMatchFileSnapshot(join(projectRoot, 'docs/reference/config.md'));
  });

  it.each(Object.entries(blueprintJsonSchemas()))(
    'the JSON Schema of %s blueprints is up to date',
    async (kind, schema) => {
      const file = join(projectRoot, `docs/reference/blueprint-${kind}.schema.json`);
      await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(file);
    },
  );

  it('docs/reference/api.md is up to date', async () => {
    const reference = renderApiReference(createApiRoutes(createHttpWorld().parts));
    await expect(reference).toMatchFileSnapshot(join(projectRoot, 'docs/reference/api.md'));
  });

  it('docs/reference/sandbox.md is up to date', async () => {
    const { routes } = createWorld({
      apiKey: 'sk-1',
      seed: 'empty',
      changed: () => undefined,
      changedMeanwhile: () => undefined,
    });
    await expect(renderSandboxReference(routes)).toMatchFileSnapshot(join(projectRoot, 'docs/reference/sandbox.md'));
  });

  const description = findDescription();
  it.skipIf(description === undefined)(
    "the sandbox's table of operations is up to date, where the vendor's description lies beside the project",
    async () => {
      const table = join(projectRoot, 'sandbox/api/vendor-operations.generated.ts');
      await expect(renderOperations(readDescription(description ?? ''))).toMatchFileSnapshot(table);
    },
  );

  it('.env.example sets nothing when it is copied as it is', () => {
    const active = renderEnvExample()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(active).toEqual([]);
  });
});
