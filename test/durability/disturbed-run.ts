import { expect } from 'vitest';
import { type Installation, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestMailServer } from '../support/smtp.ts';
import type { RoomPicture, TestPerson } from '../support/test-portal.ts';

/** What a home room comes to when nothing goes wrong: made by a new process. */
export async function recordUndisturbedRun(installation: Installation): Promise<RoomPicture> {
  const { portal } = installation;
  await using service = await installation.start();
  await portal.registerWebhook(service.url);
  const person = await portal.addPerson({ firstName: 'Undisturbed' });
  const run = await settledRun(person, service);
  expect(run.state).toBe('done');
  return withoutPerson(await portal.picture(run.room?.id ?? 0), person);
}

interface Surroundings {
  readonly installation: Installation;
  readonly mail: TestMailServer;
  readonly undisturbed: RoomPicture;
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
  expect(withoutPerson(await portal.picture(run.room?.id ?? 0), person)).toEqual(undisturbed);
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
