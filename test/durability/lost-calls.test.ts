import { describe, expect, it } from 'vitest';
import { startDisturbedJobs } from './disturbed-jobs.ts';

/** Half a minute is spent looking for a room that may have been made. */
const patienceMs = 500_000;

const moments = [
  { what: 'each of their calls', moment: 'before' },
  { what: 'the reply to each of their calls', moment: 'after' },
] as const;

describe.concurrent('all jobs, done at once: one room, one link, one report, one entry in the CRM', () => {
  it.each(moments)('survive the loss of $what', { timeout: patienceMs }, async ({ moment }) => {
    await using jobs = await startDisturbedJobs();
    const undisturbed = await jobs.record();
    expect(undisturbed.outcomes).toEqual(jobs.expected);
    const disturbed = await jobs.disturb(moment, undisturbed);
    expect(disturbed.outcomes).toEqual(jobs.expected);
    expect(new Set(disturbed.calls)).toEqual(new Set(undisturbed.calls));
    expect(undisturbed.calls).toContain('POST /crm/v3/objects/notes');
  });
});
