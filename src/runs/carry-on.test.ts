import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { behaveAsHubspot, createCrm } from '../../test/contract/support/hubspot-double.ts';
import { startVendor } from '../../test/contract/support/start-vendor.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import type { Json } from '../base/json.ts';
import { Secret } from '../base/secret.ts';
import { createHubspot } from '../connectors/hubspot.ts';
import { resumeWaiting } from './resume-waiting.ts';
import { workIdOf } from './start-run.ts';
import { workflowNumber } from './workflow-number.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const withNote = `apiVersion: concierge/v1
kind: Room
name: noted-room
on: { http: true }
for: person
key: "{{ person.id }}"
room: { title: "Noted {{ person.name }}", type: collaboration }
then:
  - crm: { contact: "{{ person.email }}", note: "Room {{ room.title }}" }
`;

/** Queues work as other code would have. */
async function queueAs(workflow: number | undefined, input: ReturnType<RunWorld['input']>): Promise<void> {
  const plain: Json = { ...input, cause: { ...input.cause }, options: { ...input.options } };
  const marked = workflow === undefined ? plain : { ...plain, workflow };
  await world.engine.enqueue({ id: workIdOf(input), partition: input.subject, input: marked });
}

describe('a run that other code has queued', () => {
  it.each([workflowNumber - 1, workflowNumber + 1])('is done by its next attempt (number %i)', async (number) => {
    const input = world.input(world.sandbox.ids.people.aiko);
    await queueAs(number, input);
    expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done', input: { attempt: 2 } });
    expect(await world.engine.steps(workIdOf(input))).toEqual([]);
  });

  it('is left alone when it has ended', async () => {
    const input = world.input(world.sandbox.ids.people.aiko);
    await world.parts.runs.begin(input);
    await world.parts.runs.end(input, { state: 'done', remarks: [] });
    await queueAs(workflowNumber - 1, input);
    const behind = world.input(world.sandbox.ids.people.aiko);
    await world.apply(behind);
    expect(await world.parts.runs.find(input.runId)).toMatchObject({ state: 'done', input: { attempt: 1 } });
  });

  it('is the first code when it wrote no number', async () => {
    const input = world.input(world.sandbox.ids.people.aiko);
    await queueAs(undefined, input);
    const attempt = [1].includes(workflowNumber) ? 1 : 2;
    expect(await world.follow(input.runId, attempt)).toMatchObject({ state: 'done', input: { attempt } });
  });
});

describe('a later attempt', () => {
  it('looks for a note in the CRM whose reply the last try of the one before has lost', async () => {
    const crm = createCrm();
    await using vendor = await startVendor(behaveAsHubspot(crm));
    const hubspot = createHubspot({ token: new Secret('pat-eu1-test'), baseUrl: vendor.url });
    world.parts.connectors = { ...world.parts.connectors, crm: hubspot };
    const contact = { id: '1' };
    // The first try hears of nothing. The second finds no contact, makes one, sees no note on it, and writes one without hearing of it.
    crm.first.push({ status: 503 }, { status: 404 }, { status: 201, body: contact }, { status: 200, body: contact });
    crm.first.push({ status: 0, drop: true });
    const documentHash = await world.save(withNote);
    const input = world.input(world.sandbox.ids.people.aiko, { documentHash, blueprint: 'noted-room' });
    expect(await world.apply(input)).toMatchObject({ state: 'waiting', error: { kind: 'unavailable' } });
    expect(crm.notes).toHaveLength(1);
    await world.database.query(`update runs set resume_at = now()`);
    expect(await resumeWaiting(world.engine, world.parts.runs)).toBe(1);
    expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(crm.notes).toHaveLength(1);
  });
});
