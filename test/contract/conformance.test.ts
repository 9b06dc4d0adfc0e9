import { describe, expect, it } from 'vitest';
import { createWorld } from '../../sandbox/create-world.ts';
import { createConformance } from './support/create-conformance.ts';
import { findDescription, readDescription } from './support/read-description.ts';

/** Operations of the server that its description leaves out or names otherwise, each with where it is. */
const undescribed = new Map([
  ['GET people/exists', 'marked as hidden in the server'],
  ['POST people/active', 'marked as hidden in the server'],
  ['PUT files/tags', 'newer than the description'],
]);

const file = findDescription();
const world = createWorld({ apiKey: 'sk-1', seed: 'demo', changed: () => undefined });

describe.skipIf(file === undefined)(
  "the vendor's description, which does not lie beside the project everywhere",
  () => {
    // The body of a skipped block runs too.
    const description = file === undefined ? { operations: [], schemas: {} } : readDescription(file);
    const check = createConformance(description);

    it('has every operation of the route table under the same name, path and method', () => {
      const described = new Set(
        description.operations.map((it) => `${it.method} ${writePath(it.path)} ${it.operation.operationId}`),
      );
      const strange = world.routes
        .filter(({ path }) => path.startsWith('/api/'))
        .map(({ method, path, operation }) => ({ place: `${method} ${writePath(path)}`, operation }))
        .filter(({ place, operation }) => !described.has(`${place} ${operation}`) && !undescribed.has(place));
      expect(strange).toEqual([]);
    });

    it('finds a missing member, a member too many, a wrong type and a failure in another shape', () => {
      const exchange = { method: 'GET', path: '/api/2.0/keys', status: 200 };
      const envelope = { count: 1, links: [], status: 0, statusCode: 200 };
      const found = check({ ...exchange, text: JSON.stringify({ ...envelope, response: [{ name: 1, owner: 'x' }] }) });
      expect(found.some((it) => it.includes('must be string'))).toBe(true);
      expect(found.some((it) => it.includes('/response/0/owner must NOT be there'))).toBe(true);
      expect(check({ ...exchange, status: 404, text: '{"error":"not found"}' })).toHaveLength(1);
      expect(check({ ...exchange, text: JSON.stringify({ ...envelope, response: [] }) })).toEqual([]);
    });
  },
);

function writePath(path: string): string {
  return path
    .replace('/api/2.0/', '')
    .replaceAll(/:\w+\{[^}]*\}|:\w+\??|\{\w+\}/g, '{}')
    .toLowerCase();
}
