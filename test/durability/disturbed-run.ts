import { expect } from 'vitest';
import { type Installation, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestMailServer } from '../support/smtp.ts';
import type { RoomPicture, TestPerson } from '../support/test-portal.ts';

/** One call of a home room: the `nth` of its operation. */
interface HomeRoomCall {
  readonly operation: string;
  readonly nth: number;
  /** Whether only the first run of a process makes it: the answer serves those that follow too. */
  readonly isRemembered: boolean;
}

/** What a home room comes to when nothing goes wrong. */
interface Undisturbed {
  readonly calls: readonly HomeRoomCall[];
  readonly picture: RoomPicture;
}

/** Makes two home rooms in a new process and writes down the calls of the first and what it looks like. */
export async function recordUndisturbedRun(installation: Installation): Promise<Undisturbed> {
  const { portal } = installation;
  await using service = await installation.start();
  await portal.registerWebhook(service.url);
  const first = await recordRun(installation, service);
  const second = await recordRun(installation, service);
  expect(second.picture).toEqual(first.picture);
  const countAgain = (operation: string): number => second.operations.filter((one) => one === operation).length;
  const calls = first.operations.map((operation, index) => {
    const nth = first.operations.slice(0, index + 1).filter((one) => one === operation).length;
    return { operation, nth, isRemembered: nth > countAgain(operation) };
  });
  return { calls, picture: first.picture };
}

async function recordRun({ portal }: Installation, service: ServiceProcess) {
  await portal.forgetCalls();
  const person = await portal.addPerson({ firstName: 'Undisturbed' });
  const run = await settledRun(person, service);
  expect(run.state).toBe('done');
  const operations = (await portal.calls()).map(({ operation = 'unknown' }) => operation);
  return { operations, picture: withoutPerson(await portal.picture(run.room?.id ?? 0), person) };
}

interface Surroundings {
  readonly installation: Installation;
  readonly mail: TestMailServer;
  readonly undisturbed: Undisturbed;
}

/** Waits for the end of the run and compares what is there with the undisturbed room: one, complete, nothing twice. */
export async function expectSameRoom(
  person: TestPerson,
  service: ServiceProcess,
  { installation, mail, undisturbed }: Surroundings,
): Promise<void> {
  const { portal } = installation;
  const run = await settledRun(person, service);
  expect(run).toMatchObject({ state: 'done' });
  const rooms = await portal.rooms(`Home – ${person.name}`);
  expect(rooms.map(({ id }) => id)).toEqual([run.room?.id]);
  expect(withoutPerson(await portal.picture(run.room?.id ?? 0), person)).toEqual(undisturbed.picture);
  const sent = mail.mails.filter(({ envelope }) => envelope.to.includes(person.email));
  expect([1, 2]).toContain(sent.length);
  expect(new Set(sent.map(({ message }) => message.messageId)).size).toBe(1);
}

function withoutPerson(picture: RoomPicture, person: TestPerson): RoomPicture {
  return {
    ...picture,
    title: picture.title.replace(person.name, 'NAME'),
    members: picture.members
      .map((member) => (member.id === person.id ? { ...member, id: 'PERSON' } : member))
      .toSorted((a, b) => a.id.localeCompare(b.id)),
  };
}
