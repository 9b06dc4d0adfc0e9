import { writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult, Figure } from './support/bench.ts';
import { type CleanUp, createCleanUp } from './support/clean-up.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { projectPath } from './support/project.ts';
import { canReadUsage, readUsage } from './support/read-processes.ts';
import { startProgram } from './support/start-program.ts';
import { summarise } from './support/summarise.ts';
import { sandboxNodeOptions } from '../src/app/sandbox-process.ts';

const connections = 50;
const pageSize = 100;
const people = 500;
const membersPerRoom = 50;

/** What stands at the sandbox's own promises: large portals, many callers, a quick start. */
export const sandbox: Bench = {
  name: 'sandbox',
  about: `The sandbox portal: its start, reads and share writes over ${connections} connections, and 10,000 rooms with ${membersPerRoom} people each.`,
  run: measureSandbox,
};

const Announcement = z.object({ url: z.url(), apiKey: z.string() });
const Listed = z.object({ response: z.object({ folders: z.array(z.object({ id: z.number() })), total: z.number() }) });

interface Portal {
  readonly pid: number;
  readonly readyMs: number;
  /** One call of the API on one of the kept connections. Answers its text. Throws unless the status is 200. */
  readonly call: (method: 'GET' | 'PUT', path: string, body?: unknown) => Promise<string>;
}

async function measureSandbox({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const starts: number[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) starts.push((await startPortal(cleanUp)).readyMs);
  const folder = await makeDataFolder(cleanUp);
  const rooms = quick ? 1_000 : 10_000;
  const [seed, small, state] = [join(folder, 'large.json'), join(folder, 'small.json'), join(folder, 'state')];
  await writeFile(seed, JSON.stringify(writeSeed(rooms)));
  await writeFile(small, JSON.stringify(writeSeed(100)));
  const [large, keeping] = [
    await startPortal(cleanUp, ['--seed', seed]),
    await startPortal(cleanUp, ['--seed', small, '--state', state]),
  ];
  const pages = await timePages(large, { rooms, quick });
  const ready = summarise(starts);
  return {
    figures: [
      { name: 'start with the demonstration, p50', value: ready.p50, unit: 'ms', goal: { atMost: 500 } },
      { name: `page 1 of ${rooms} rooms, p50`, value: pages.first.p50, unit: 'ms' },
      { name: `page ${rooms / pageSize} of ${rooms} rooms, p50`, value: pages.last.p50, unit: 'ms' },
      {
        name: 'the last page against the first',
        value: pages.last.p50 / pages.first.p50,
        unit: 'times',
        goal: { atMost: 2 },
      },
      ...memoryOf(large, rooms),
      ...(await measureThroughput(large, { title: `${rooms} rooms`, quick })),
      ...(await measureThroughput(keeping, { title: '100 rooms with --state', quick })),
    ],
    samples: { start: ready, ...pages },
  };
}

async function startPortal(cleanUp: CleanUp, options: readonly string[] = []): Promise<Portal> {
  const args = [projectPath('dist/sandbox/main.js'), '--port', '0', '--json', ...options];
  const startedAt = performance.now();
  const program = startProgram({ args, cwd: projectPath('.'), env: {}, nodeOptions: sandboxNodeOptions });
  cleanUp.add(() => program.stop('SIGKILL'));
  const { url, apiKey } = Announcement.parse(JSON.parse(await program.firstLine()));
  const readyMs = performance.now() - startedAt;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  cleanUp.add(() => agent.destroy());
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return {
    pid: program.pid,
    readyMs,
    async call(method, path, body) {
      const answer = await new Promise<IncomingMessage>((answered, failed) => {
        const sent = request(`${url}/api/2.0/${path}`, { method, agent, headers }, answered);
        sent.once('error', failed).end(body === undefined ? undefined : JSON.stringify(body));
      });
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      if (answer.statusCode === 200) return text;
      throw new Error(`${method} ${path} was answered with ${String(answer.statusCode)}: ${text}`);
    },
  };
}

function writeSeed(rooms: number): unknown {
  const emailOf = (number: number): string => `person-${number % people}@example.com`;
  return {
    people: Array.from({ length: people }, (_, number) => ({ email: emailOf(number), firstName: `Person ${number}` })),
    rooms: Array.from({ length: rooms }, (_, room) => ({
      title: `Room ${room}`,
      contents: ['Documents', { file: 'Read me.txt', text: 'Welcome' }],
      members: Array.from({ length: membersPerRoom }, (_member, member) => ({
        person: emailOf(room + member * 7),
        level: 'viewer',
      })),
    })),
  };
}

async function timePages(portal: Portal, { rooms, quick }: { rooms: number; quick: boolean }) {
  const [first, last]: number[][] = [[], []];
  const time = async (page: number, into: number[] | undefined): Promise<void> => {
    const startedAt = performance.now();
    await portal.call('GET', `files/rooms?count=${pageSize}&startIndex=${(page - 1) * pageSize}`);
    into?.push(performance.now() - startedAt);
  };
  const rounds = quick ? 10 : 60;
  for (let round = -20; round < rounds; round++) {
    await time(1, round < 0 ? undefined : first);
    await time(rooms / pageSize, round < 0 ? undefined : last);
  }
  return { first: summarise(first ?? []), last: summarise(last ?? []) };
}

function memoryOf({ pid }: Portal, rooms: number): Figure[] {
  if (!canReadUsage) return [];
  const { rssMb } = readUsage([pid]);
  return [{ name: `memory (RSS) with ${rooms} rooms`, value: rssMb, unit: 'MB', goal: { atMost: 400 } }];
}

async function measureThroughput(
  portal: Portal,
  { title, quick }: { title: string; quick: boolean },
): Promise<Figure[]> {
  const listed = Listed.parse(JSON.parse(await portal.call('GET', 'files/rooms?count=50')));
  const rooms = listed.response.folders.map(({ id }) => id);
  const calls = quick ? 500 : 10_000;
  const roomOf = (number: number): number => rooms[number % rooms.length] ?? 0;
  const invite = (number: number) => ({
    email: `guest-${number % 40}@client.example`,
    access: number % 80 < 40 ? 2 : 0,
  });
  const read = await timeCalls(calls, (number) => portal.call('GET', `files/rooms/${roomOf(number)}`));
  const write = await timeCalls(calls, (number) =>
    portal.call('PUT', `files/rooms/${roomOf(number)}/share`, { invitations: [invite(number)] }),
  );
  return [
    { name: `reads of a room, ${title}`, value: read, unit: 'per second' },
    { name: `share writes, ${title}`, value: write, unit: 'per second' },
  ];
}

/** So many calls over all connections at once. Answers how many there were a second. */
async function timeCalls(count: number, call: (number: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await call(next++);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return count / ((performance.now() - startedAt) / 1_000);
}
