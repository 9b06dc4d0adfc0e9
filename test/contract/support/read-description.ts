import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { projectRoot } from '../../support/project-files.ts';

const Schema = z.record(z.string(), z.unknown());

const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({ type: z.string().optional() }) }))
    .default([]),
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: Schema })).optional() }),
  ),
});
type DescribedOperation = z.infer<typeof Operation>;

const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

/** The vendor's own description of its API. */
export interface Description {
  readonly operations: readonly { method: string; path: string; operation: DescribedOperation }[];
  readonly schemas: Readonly<Record<string, Record<string, unknown>>>;
}

const place = 'shared/reference/docspace-openapi-3.6.0.yaml';

/** Where the vendor's description lies beside the project, which does not contain it; `undefined` where it does not. */
export function findDescription(): string | undefined {
  const above = [dirname(projectRoot), dirname(dirname(projectRoot))];
  return above.map((folder) => join(folder, place)).find((file) => existsSync(file));
}

// A megabyte of YAML takes a second to read, and each file of tests reads it: as JSON it is read at once.
function readYaml(file: string): unknown {
  const { size, mtimeMs } = statSync(file);
  const kept = join(tmpdir(), `docspace-description-${size}-${Math.round(mtimeMs)}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const parsed: unknown = parse(readFileSync(file, 'utf8'));
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(parsed));
  renameSync(`${kept}.${process.pid}`, kept);
  return parsed;
}

/** Reads the vendor's description. Throws for one that has another shape. */
export function readDescription(file: string): Description {
  const { paths, components } = Description.parse(readYaml(file));
  const methods = new Set(['get', 'post', 'put', 'delete', 'patch']);
  const operations = Object.entries(paths).flatMap(([path, members]) =>
    Object.entries(members)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation: Operation.parse(operation) })),
  );
  return { operations, schemas: components.schemas };
}

/** The table of operations that the sandbox knows the names of, a line each. */
export function renderOperations({ operations }: Description): string {
  const lines = operations
    .filter(({ path }) => path.startsWith('/api/2.0/'))
    .map(({ method, path, operation }) => `${method} ${writePath(path, operation)} ${operation.operationId}`);
  return [
    '// Written by `npm run docs` from the API description of DocSpace: which operations there are, not what they say.',
    '',
    '/** Method, path after `/api/2.0/` and operationId of everything that DocSpace describes, a line each. */',
    `export const vendorOperations = \`\n${lines.toSorted().join('\n')}\n\`;`,
    '',
  ].join('\n');
}

function writePath(path: string, { parameters }: DescribedOperation): string {
  return path.replace('/api/2.0/', '').replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const type = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema.type;
    return type === 'integer' ? `{${name}:int}` : `{${name}}`;
  });
}
