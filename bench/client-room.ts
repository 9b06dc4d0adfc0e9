import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { createCleanUp } from './support/clean-up.ts';
import { startService, type Service } from './support/launch.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { startSandbox, type Sandbox } from './support/start-sandbox.ts';
import { summarise } from './support/summarise.ts';
import { timed } from './support/timed.ts';

const latencyMs = 100;
const lookEveryMs = 25;
const patienceMs = 60_000;

/** Taken by the runs of before, whose look-ups and code are cold; not counted. */
const warmUps = 3;

const Started = z.object({ id: z.string() });
const Run = z.object({
  state: z.string(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  actions: z.array(z.object({ name: z.string(), endedAt: z.iso.datetime().optional() })),
});
const Created = z.object({ id: z.number() });
const Link = z.object({ sharedLink: z.object({ id: z.string() }) });

export const clientRoom: Bench = {
  name: 'client-room',
  about: 'From the request to the verified client room, at a portal that takes 100 ms for each call.',
  run: measureClientRooms,
};

/** The service and the bare calls take turns, client after client, so that whatever else the machine does falls on both. */
async function measureClientRooms({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  const service = await startService({ sandbox, dataDir }, cleanUp);
  await sandbox.setLatency(latencyMs);
  const times: Record<'verified' | 'limit', number[]> = { verified: [], limit: [] };
  for (let index = 0; index < (quick ? 5 : 30) + warmUps; index++) {
    const made = await timeService(index, service);
    const limit = await timed(() => makeAtOnce(index, sandbox));
    if (index < warmUps) continue;
    times.verified.push(made);
    times.limit.push(limit);
  }
  const verified = summarise(times.verified);
  const limit = summarise(times.limit);
  return {
    figures: [
      { name: 'request to verified room, p50', value: verified.p50, unit: 'ms' },
      { name: 'request to verified room, p95', value: verified.p95, unit: 'ms' },
      { name: 'limit: six calls in a row, p50', value: limit.p50, unit: 'ms' },
      {
        name: 'verified room over the limit, p50',
        value: verified.p50 / limit.p50,
        unit: 'times',
        goal: { atMost: 1.3 },
      },
      { name: 'verified room over the limit, p95', value: verified.p95 / limit.p95, unit: 'times' },
    ],
    samples: { verified, limit },
  };
}

function clientOf(index: number, way: string) {
  const id = `${way}-${index}`;
  return { id, name: `Client ${id}`, email: `${id}@client.example` };
}

/** Asks for a room and reads from the run when the last action of its plan had been verified. */
async function timeService(index: number, service: Service): Promise<number> {
  const askedAt = Date.now();
  const inputs = { client: clientOf(index, 'asked') };
  const { id } = Started.parse(await service.post('blueprints/client-room/runs', { inputs }));
  const deadline = performance.now() + patienceMs;
  // Looking must not slow down what is looked at: not before it can be done.
  await sleep(5 * latencyMs);
  while (performance.now() < deadline) {
    const run = Run.parse(await service.read(`runs/${id}`));
    if (run.endedAt !== undefined) {
      if (run.state !== 'done') throw new Error(`The run ended as ${run.state}.`);
      const planned = run.actions.filter(({ name }) => name !== 'crm' && name !== 'end');
      return Math.max(...planned.map(({ endedAt = '' }) => Date.parse(endedAt))) - askedAt;
    }
    await sleep(lookEveryMs);
  }
  throw new Error('The run has not ended within a minute.');
}

/** The limit: what needs nothing of one another at once, without a record of anything. */
async function makeAtOnce(index: number, sandbox: Sandbox): Promise<void> {
  const { call, env } = sandbox;
  const { name, email } = clientOf(index, 'bare');
  // Nobody has the address: that costs the same call as somebody who does.
  await sandbox.call('GET', `people/email?email=${encodeURIComponent(email)}`).catch(() => undefined);
  const { id } = Created.parse(await call('POST', 'files/rooms', { title: `Client - ${name}`, roomType: 5 }));
  const manager = { id: env['ACCOUNT_MANAGER_ID'], access: 11 };
  const folder = async (title: string): Promise<number> =>
    Created.parse(await call('POST', `files/folder/${id}`, { title })).id;
  await Promise.all([
    call('PUT', `files/rooms/${id}/share`, { invitations: [manager], notify: false }),
    folder('Invoices'),
    folder('Contracts'),
    folder('Deliverables').then((destFolderId) => fillFolder(destFolderId, sandbox)),
    makeLink(id, sandbox),
  ]);
  // Whoever is invited by e-mail gets a mail at once, so not before everything is there; whether they came in is read back.
  await call('PUT', `files/rooms/${id}/share`, { invitations: [{ email, access: 2 }], notify: false });
  await call('GET', `files/rooms/${id}/share`);
}

async function fillFolder(destFolderId: number, { call, env }: Sandbox): Promise<void> {
  const copies = [
    { id: env['TEMPLATE_WELCOME_FILE_ID'], destTitle: 'Welcome to your client room.pdf' },
    { id: env['TEMPLATE_GUIDE_FILE_ID'], destTitle: 'How to use the client portal.pdf' },
  ];
  await Promise.all(
    copies.map(({ id, destTitle }) => call('POST', `files/file/${id ?? ''}/copyas`, { destFolderId, destTitle })),
  );
}

async function makeLink(roomId: number, { call }: Sandbox): Promise<void> {
  const { sharedLink } = Link.parse(await call('GET', `files/rooms/${roomId}/link`));
  const expirationDate = new Date(Date.now() + 90 * 86_400_000).toISOString();
  await call('PUT', `files/rooms/${roomId}/links`, { linkId: sharedLink.id, linkType: 1, access: 2, expirationDate });
}
