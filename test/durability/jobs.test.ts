import { describe, expect, it } from 'vitest';
import { startDisturbedJobs } from './disturbed-jobs.ts';

/** Half a minute is spent looking for a room that may have been made, and each kill costs a start of the service, on a slow machine too. */
const patienceMs = 1_200_000;

describe.concurrent('all jobs, done at once: one room, one link, one report, one entry in the CRM', () => {
  it.each([
    { name: 'the end of the process before and after each of their calls', disturbance: 'kill' },
    { name: 'the loss of each of their calls, and of each reply', disturbance: 'cut' },
  ] as const)('survive $name', { timeout: patienceMs }, async ({ disturbance }) => {
    await using jobs = await startDisturbedJobs();
    const undisturbed = await jobs.record();
    expect(undisturbed.outcomes).toEqual(jobs.expected);
    expect(undisturbed.calls.join('\n')).toContain('POST /crm/v3/objects/notes');
    const disturbed = await jobs.disturb(disturbance, undisturbed.calls);
    expect(disturbed.outcomes).toEqual([jobs.expected, jobs.expected]);
    expect(disturbed.missing).toEqual([]);
  });
});
