import pg from 'pg';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestPerson } from '../support/test-portal.ts';
import { waitFor } from '../support/wait-for.ts';
import { expectOneRoomEach, refusedCalls, settleAll } from './room-for-each.ts';

const Limits = z.object({
  isLearnt: z.boolean(),
  waitingRuns: z.int(),
  openRuns: z.int(),
  writes: z.object({ used: z.int(), perDay: z.int(), doneBy: z.string().optional() }).optional(),
});

async function limitsOf(service: ServiceProcess) {
  return Limits.parse(await service.api('/api/limits'));
}

async function begin(installation: Installation, count: number) {
  const service = await installation.start();
  await installation.portal.registerWebhook(service.url);
  const people: TestPerson[] = [];
  for (let index = 0; index < count; index += 1) {
    people.push(await installation.portal.addPerson({ firstName: 'Limited' }));
  }
  return { service, people };
}

async function query({ database }: Installation, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe('the limits of the portal', () => {
  it('of a day let runs wait for the next one without failing, show when all is done, and are never exceeded', async () => {
    await using installation = await createInstallation({ env: { PORTAL_LIMITS: 'reads=20,writes=8,day=60' } });
    const { service, people } = await begin(installation, 12);
    const halted = await waitFor('runs that wait for the next day', async () => {
      const limits = await limitsOf(service);
      return limits.waitingRuns > 0 && limits.waitingRuns === limits.openRuns && limits;
    });
    expect(halted.writes?.used).toBeLessThanOrEqual(60);
    expect(Date.parse(halted.writes?.doneBy ?? '')).toBeGreaterThan(Date.now() + 20 * 3_600_000);
    const writes = (await installation.portal.calls()).filter(({ method }) => method === 'POST' || method === 'PUT');
    // One is the test's own: it registered the webhook.
    expect(writes.filter(({ path }) => !path.includes('settings/webhook')).length).toBeLessThanOrEqual(60);
    const shown = await installation.command(['limits']);
    expect(shown.stdout).toContain('of 60 writes of a day used');
    for (let day = 0; day < 3; day += 1) {
      await query(installation, `update concierge.portal_writes set hour_at = hour_at - interval '27 hours'`);
      await query(installation, `update concierge.runs set resume_at = now() where state = 'waiting'`);
      await waitFor('the end of that day', async () => {
        const { openRuns, waitingRuns } = await limitsOf(service);
        return openRuns === waitingRuns;
      });
    }
    await settleAll(people, service);
    await expectOneRoomEach(people, installation);
  });

  it('that nobody knew of are learnt from the first refusal, and said', async () => {
    await using installation = await createInstallation({ env: { PORTAL_LIMITS: 'none' } });
    const service = await installation.start();
    await installation.portal.registerWebhook(service.url);
    await installation.portal.sandbox.control('POST limits', { enforce: true, concurrentWrites: 15 });
    await installation.portal.sandbox.control('PUT latency', { ms: 150 });
    expect((await limitsOf(service)).isLearnt).toBe(false);
    const people: TestPerson[] = [];
    for (let index = 0; index < 25; index += 1)
      people.push(await installation.portal.addPerson({ firstName: 'Learnt' }));
    await settleAll(people, service);
    expect(await refusedCalls(installation)).toBeGreaterThan(0);
    expect((await limitsOf(service)).isLearnt).toBe(true);
    expect(service.logs()).toContain('PORTAL_LIMITS is none');
    await expectOneRoomEach(people, installation);
  });
});
