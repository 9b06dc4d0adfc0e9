import { expect, test } from 'vitest';
import * as z from 'zod';
import { startSandbox } from './start-sandbox.ts';

const Listed = z.object({ response: z.object({ folders: z.array(z.object({ title: z.string() })) }) });

test('a program starts a portal, works on it, and goes back', async () => {
  await using portal = await startSandbox({ seed: { rooms: [{ title: 'First', type: 'custom' }] } });
  const api = (path: string, init?: RequestInit, key = portal.apiKey) =>
    fetch(`${portal.url}/api/2.0/${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...init,
    });
  const titles = async () =>
    Listed.parse(await (await api('files/rooms')).json()).response.folders.map(({ title }) => title);
  const make = (title: string) => api('files/rooms', { method: 'POST', body: JSON.stringify({ title, roomType: 2 }) });

  const before = portal.snapshot();
  await make('Second');
  expect(await titles()).toEqual(['Second', 'First']);
  portal.restore(before);
  expect(await titles()).toEqual(['First']);

  const fault = portal.faults.add({ match: { method: 'POST' }, fault: { status: 503 } });
  expect((await make('Third')).status).toBe(503);
  expect(portal.faults.hits()).toEqual([{ id: fault, hits: 1 }]);
  portal.faults.clear();

  portal.clock.moveTo(new Date('2030-01-01T00:00:00Z'));
  portal.clock.advance(86_400_000);
  expect((await api('people/@self')).headers.get('date')).toContain('02 Jan 2030');

  const narrow = portal.keyOf('ingrid.halden@halden-moor.example', ['accounts.self:read']);
  expect((await api('files/rooms', {}, narrow)).status).toBe(403);
  expect(() => portal.keyOf('no@body.example')).toThrow('No account no@body.example');

  expect(portal.calls().at(-1)).toMatchObject({ operation: 'getRoomsFolder', status: 403 });
  expect(portal.events().map(({ trigger }) => trigger)).toEqual(['room.created']);
  portal.seed('demo');
  expect(portal.env).toHaveProperty('HR_GROUP_ID');
  portal.reset();
  expect(await titles()).toContain('Client - Fjordline Hotels');
});
