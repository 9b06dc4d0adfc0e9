import { afterAll, describe, expect, it } from 'vitest';
import { createInstallation } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { expectSameRoom, recordUndisturbedRun } from './disturbed-run.ts';

// The cases are the calls that a home room really makes, so they are known only once one was made.
const mail = await startMailServer();
const installation = await createInstallation({ smtpUrl: mail.url });
const undisturbed = await recordUndisturbedRun(installation);
const surroundings = { installation, mail, undisturbed };
const { portal } = installation;

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
});

const running: { service?: ServiceProcess } = {};

async function restart(): Promise<ServiceProcess> {
  await running.service?.kill9();
  running.service = await installation.start();
  return running.service;
}

/** A process that will make the call: a new one when any other knows the answer already. */
function serviceThatCalls(isRemembered: boolean): Promise<ServiceProcess> {
  const { service } = running;
  return isRemembered || service === undefined ? restart() : Promise.resolve(service);
}

it('makes the calls that are disturbed below', () => {
  const count = (operation: string): number => undisturbed.calls.filter((call) => call.operation === operation).length;
  expect(undisturbed.calls.every(({ operation }) => operation !== 'unknown')).toBe(true);
  expect(count('createRoom')).toBe(1);
  expect(count('createFolder')).toBe(3);
  expect(count('copyFileAs')).toBe(3);
  expect(count('setRoomSecurity')).toBe(1);
  expect(undisturbed.picture.members).toHaveLength(2);
});

describe.each(undisturbed.calls)('$operation, call $nth', ({ operation, nth, isRemembered }) => {
  it('survives the end of the process after the call', async () => {
    const service = await serviceThatCalls(isRemembered);
    const fault = await portal.fault({ operation, nth }, { hold: 'after' });
    const person = await portal.addPerson({ firstName: 'Killed' });
    await fault.struck();
    await service.kill9();
    await portal.clearFaults();
    await expectSameRoom(person, await restart(), surroundings);
  });

  it('survives the loss of its reply', async () => {
    const service = await serviceThatCalls(isRemembered);
    const fault = await portal.fault({ operation, nth }, { drop: 'after' });
    const person = await portal.addPerson({ firstName: 'Unheard' });
    await fault.struck();
    await expectSameRoom(person, service, surroundings);
  });

  // A room that was not made can be told from one that is late only by waiting: that case stands in a file of its own.
  it.skipIf(operation === 'createRoom')('survives the loss of the call itself', async () => {
    const service = await serviceThatCalls(isRemembered);
    const fault = await portal.fault({ operation, nth }, { drop: 'before' });
    const person = await portal.addPerson({ firstName: 'Unsaid' });
    await fault.struck();
    await expectSameRoom(person, service, surroundings);
  });
});
