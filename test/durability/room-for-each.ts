import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Installation, runById } from '../support/installation.ts';
import * as z from 'zod';
import type { ServiceProcess } from '../support/service-process.ts';
import type { RoomPicture, TestPerson } from '../support/test-portal.ts';
import { waitFor } from '../support/wait-for.ts';

const Runs = z.object({
  runs: z.array(z.looseObject({ id: z.string(), subject: z.string(), state: z.string() })),
  next: z.string().optional(),
});
const Rooms = z.object({ folders: z.array(z.object({ id: z.int(), title: z.string() })), total: z.int() });

type ListedRun = z.infer<typeof Runs>['runs'][number];

/** All runs, the newest first. */
async function allRuns(service: ServiceProcess): Promise<readonly ListedRun[]> {
  const all: ListedRun[] = [];
  for (let before = ''; ;) {
    const { runs, next } = Runs.parse(await service.api(`/api/runs?limit=200${before}`));
    all.push(...runs);
    if (next === undefined) return all;
    before = `&before=${next}`;
  }
}

/** Waits until each of these people has a run that is done; says what became of the others when it takes too long. */
export async function settleAll(
  people: readonly TestPerson[],
  service: ServiceProcess,
  patienceMs = 120_000,
): Promise<void> {
  const countLeft = async (): Promise<number> => {
    const runs = await allRuns(service);
    const done = new Set(runs.filter(({ state }) => state === 'done').map(({ subject }) => subject));
    await sleep(200);
    return people.filter(({ id }) => !done.has(`person:${id}`)).length;
  };
  await waitFor(`a room for each of ${people.length} people`, async () => (await countLeft()) === 0, {
    withinMs: patienceMs,
    instead: () => explainLeft(service).catch(String),
  });
}

async function explainLeft(service: ServiceProcess): Promise<unknown> {
  const open = (await allRuns(service)).filter(({ state }) => state !== 'done');
  return Promise.all(open.slice(0, 3).map(({ id }) => runById(id, service)));
}

/** Each has one room, complete, with everything in it once. */
export async function expectOneRoomEach(people: readonly TestPerson[], installation: Installation): Promise<void> {
  const rooms = await ownedRooms(installation);
  const titles = people.map(({ name }) => `Home – ${name}`);
  const found = titles.map((title) => rooms.filter((room) => room.title === title).length);
  expect(found).toEqual(titles.map(() => 1));
  const pictures = new Set<string>();
  for (const person of people) {
    const room = rooms.find(({ title }) => title === `Home – ${person.name}`);
    const picture = await installation.portal.picture(room?.id ?? 0);
    expect(picture.members.map(({ id }) => id)).toContain(person.id);
    pictures.add(JSON.stringify(withoutPerson(picture, person)));
  }
  expect([...pictures]).toHaveLength(1);
}

function withoutPerson({ title: _title, ...picture }: RoomPicture, person: TestPerson) {
  return { ...picture, members: picture.members.filter(({ id }) => id !== person.id) };
}

async function ownedRooms({ portal }: Installation): Promise<readonly { id: number; title: string }[]> {
  const all: { id: number; title: string }[] = [];
  for (let startIndex = 0; ; startIndex += 100) {
    const owned = `files/rooms?subjectOwnerId=${portal.ids.people.owner}&count=100&startIndex=${startIndex}`;
    const { folders, total } = Rooms.parse(await portal.asOwner(`GET ${owned}`));
    all.push(...folders);
    if (startIndex + 100 >= total) return all;
  }
}

/** How many calls the portal has refused for its limits. */
export async function refusedCalls({ portal }: Installation): Promise<number> {
  return (await portal.calls()).filter(({ status }) => status === 429).length;
}
