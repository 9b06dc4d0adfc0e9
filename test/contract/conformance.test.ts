import { describe, expect, it } from 'vitest';
import { createWorld } from '../../sandbox/create-world.ts';
import { demoIds } from '../../sandbox/seed/demo-ids.ts';
import { createConformance, undescribed } from './support/create-conformance.ts';
import { findDescription, readDescription } from './support/read-description.ts';

const file = findDescription();
const world = createWorld({
  apiKey: 'sk-1',
  seed: 'demo',
  changed: () => undefined,
  changedMeanwhile: () => undefined,
});

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
      const exchange = { method: 'GET', path: '/api/2.0/keys', query: '', status: 200 };
      const envelope = { count: 1, links: [], status: 0, statusCode: 200 };
      const found = check({ ...exchange, text: JSON.stringify({ ...envelope, response: [{ name: 1, owner: 'x' }] }) });
      expect(found.some((it) => it.includes('must be string'))).toBe(true);
      expect(found.some((it) => it.includes('/response/0/owner must NOT be there'))).toBe(true);
      expect(check({ ...exchange, status: 404, text: '{"error":"not found"}' })).toHaveLength(1);
      expect(check({ ...exchange, text: JSON.stringify({ ...envelope, response: [] }) })).toEqual([]);
    });
  },
);

describe('each operation that reads', () => {
  it('answers the owner of the demo portal, or refuses, as described', async () => {
    const { people, groups, rooms, files } = demoIds;
    const samples: Record<string, string> = {
      userid: people.lena,
      userID: people.lena,
      id: String(rooms.library),
      groupId: groups.people,
      status: 'Active',
      query: 'lena',
      type: 'Delete',
    };
    const reads = world.routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/'));
    const failed: string[] = [];
    for (const { path } of reads) {
      const place = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_match, name: string) => {
        if (path.includes('/group/:id')) return groups.people;
        return name === 'id' && path.includes('/file/') ? String(files.welcome) : (samples[name] ?? '1');
      });
      const query = path.endsWith('people/email') ? '?email=greta.olsen@fjordline.example' : '';
      const response = await world.api.request(`http://portal.test${place}${query}`, {
        headers: { authorization: 'Bearer sk-1' },
      });
      if (response.status >= 500) failed.push(`${response.status} ${place}`);
    }
    expect(failed).toEqual([]);
  });
});

function writePath(path: string): string {
  return path
    .replace('/api/2.0/', '')
    .replaceAll(/:\w+\{[^}]*\}|:\w+\??|\{\w+\}/g, '{}')
    .toLowerCase();
}
