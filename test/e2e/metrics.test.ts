import { expect, it } from 'vitest';
import { createInstallation, settledRun } from '../support/installation.ts';

/** The samples of an exposition by name and labels, as a scraper reads them. */
function parseExposition(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  const typed = new Set<string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const head = /^# (HELP|TYPE) (\w+) .+$/.exec(line);
    if (head) {
      typed.add(head[2] ?? '');
      continue;
    }
    const sample = /^([a-zA-Z_:][\w:]*)(\{(?:\w+="[^"]*",?)+\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line);
    expect(sample, line).not.toBeNull();
    const [, name = '', labels = '', value = ''] = sample ?? [];
    expect(
      [name, name.replace(/_(bucket|sum|count)$/, '')].some((one) => typed.has(one)),
      line,
    ).toBe(true);
    samples.set(`${name}${labels}`, Number(value));
  }
  return samples;
}

it('counts a job in the service and in a worker, for whoever may ask', async () => {
  await using installation = await createInstallation({ env: { METRICS_PORT: '0', PORTAL_LIMITS: 'cloud' } });
  const service = await installation.start();
  await installation.portal.registerWebhook(service.url);
  const person = await installation.portal.addPerson({ firstName: 'Zoraida', lastName: 'Quillfeather' });
  const run = await settledRun(person, service);
  expect(run.state).toBe('done');

  expect((await service.request('/metrics')).status).toBe(401);
  const byToken = await service.request('/metrics', {
    headers: { authorization: `Bearer ${installation.settings['API_TOKEN'] ?? ''}` },
  });
  expect(byToken.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await byToken.text();
  const samples = parseExposition(text);
  expect(samples.get('concierge_runs{blueprint="home-room",state="done"}')).toBe(1);
  expect(samples.get('concierge_run_attempts_total{blueprint="home-room",state="done"}')).toBe(1);
  expect(samples.get('concierge_actions_total{kind="create-room",outcome="done"}')).toBe(1);
  expect(samples.get('concierge_actions_total{kind="copy-file",outcome="done"}')).toBe(3);
  expect(samples.get('concierge_portal_calls_total{method="POST",route="files/rooms",status="200"}')).toBe(1);
  expect(samples.get('concierge_portal_call_duration_seconds_count{effect="write"}')).toBeGreaterThan(5);
  expect(samples.get('concierge_deliveries_total{trigger="user.created",taken="accepted"}')).toBe(1);
  expect(samples.get('concierge_delivery_age_seconds_count')).toBeGreaterThan(0);
  expect(samples.get('concierge_queue_oldest_seconds')).toBe(0);
  expect(samples.get('concierge_portal_budget_limit{window="day"}')).toBe(9_000);
  expect(samples.get('concierge_portal_budget_used{window="day"}')).toBeGreaterThan(5);
  expect(samples.get('concierge_database_up')).toBe(1);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  // Nobody's name, no id of a person, a run or a room.
  for (const secret of ['Zoraida', 'Quillfeather', person.id, run.id, String(run.room?.id)]) {
    expect(text.replaceAll(/ [\d.e+-]+$/gm, '')).not.toContain(secret);
  }

  const worker = await installation.start({}, 'worker');
  const [, place = ''] = /"where":"(http[^"]+\/metrics)"/.exec(worker.logs()) ?? [];
  const open = await fetch(place);
  expect(open.status).toBe(200);
  const ofWorker = parseExposition(await open.text());
  expect(ofWorker.get('concierge_runs{blueprint="home-room",state="done"}')).toBe(1);
  expect(ofWorker.get('concierge_processes')).toBe(2);
  expect((await fetch(place.replace('/metrics', '/healthz'))).status).toBe(200);
  expect((await fetch(place.replace('/metrics', '/api/runs'))).status).toBe(404);
});
