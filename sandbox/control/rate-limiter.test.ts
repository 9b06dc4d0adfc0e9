import { expect, test } from 'vitest';
import { cloudRules, createRateLimiter, type LimitedCall, type RateRules } from './rate-limiter.ts';

/** A limiter with a clock of its own. Calls stay under way until they are released. */
function aLimiter(rules: Partial<RateRules> = {}) {
  let now = Date.parse('2026-07-01T09:00:00.000Z');
  const limiter = createRateLimiter({ now: () => new Date(now) }, { ...cloudRules, enforce: true, ...rules });
  async function ask(operation: string, more: Partial<{ caller: string; body: unknown }> = {}) {
    const [method = '', path = ''] = operation.split(' ');
    const { caller = 'ulf', body } = more;
    const call: LimitedCall = { method, path, caller: () => caller, body: () => Promise.resolve(JSON.stringify(body)) };
    const answer = await limiter.admit(call);
    return answer instanceof Response
      ? { ok: false, text: await answer.text(), status: answer.status, headers: Object.fromEntries(answer.headers) }
      : { ok: true, release: () => answer.release() };
  }
  async function pass(operation: string, more: { caller?: string; body?: unknown } = {}): Promise<boolean> {
    const answer = await ask(operation, more);
    answer.release?.();
    return answer.ok;
  }
  return { limiter, ask, pass, wait: (ms: number) => (now += ms) };
}

test('requests of a person are counted over the last minute, whatever they ask for', async () => {
  const { pass, ask, wait } = aLimiter({ requestsPerMinute: 2 });
  expect(await pass('GET files/rooms')).toBe(true);
  wait(30_000);
  expect(await pass('DELETE files/rooms/1')).toBe(true);
  const refused = await ask('GET people');
  expect(refused).toMatchObject({ ok: false, status: 429, text: '' });
  expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0' });
  expect(refused.headers).not.toHaveProperty('retry-after');
  expect(await pass('GET people', { caller: 'uta' })).toBe(true);
  wait(30_000);
  expect(await pass('GET people')).toBe(true);
  expect(await pass('GET people')).toBe(false);
});

test('the window slides over thousands of calls', async () => {
  const { pass, wait } = aLimiter({ requestsPerMinute: 3 });
  for (let call = 0; call < 1000; call++) {
    expect(await pass('GET people')).toBe(true);
    wait(20_000);
  }
  expect([await pass('GET people'), await pass('GET people')]).toEqual([true, false]);
});

test('reads and writes under way are counted apart, and nobody waits for a place', async () => {
  const { ask, pass } = aLimiter({ concurrentReads: 1, concurrentWrites: 1 });
  const read = await ask('GET people');
  expect(await pass('DELETE files/file/1')).toBe(true);
  const refused = await ask('GET people');
  expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' });
  expect(refused.headers).not.toHaveProperty('retry-after');
  expect(await pass('GET people', { caller: 'uta' })).toBe(true);
  read.release?.();
  expect(await pass('GET people')).toBe(true);
});

test('POST and PUT have a day’s number, which begins anew a day after its first call and says so', async () => {
  const { ask, pass, wait } = aLimiter({ writesPerDay: 2 });
  expect(await pass('POST files/tags')).toBe(true);
  wait(3_600_000);
  expect(await pass('PUT files/rooms/1')).toBe(true);
  expect(await pass('DELETE files/rooms/1')).toBe(true);
  const refused = await ask('POST files/tags');
  expect(refused.headers).toMatchObject({
    ...{ 'retry-after': String(23 * 3600), 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0' },
    'x-ratelimit-reset': String(Date.parse('2026-07-02T09:00:00Z') / 1000),
  });
  wait(23 * 3_600_000);
  expect(await pass('POST files/tags')).toBe(true);
});

test('a refused call gives its place back', async () => {
  const { pass } = aLimiter({ writesPerDay: 0, concurrentWrites: 1 });
  expect(await pass('POST files/tags')).toBe(false);
  expect(await pass('DELETE files/rooms/1')).toBe(true);
});

test('each e-mail of an invitation takes one of the portal’s day; ids take none', async () => {
  const { ask, pass } = aLimiter({ emailInvitationsPerDay: 2 });
  const share = 'PUT files/rooms/7/share';
  const emails = (...list: unknown[]) => ({ body: { invitations: list.map((email) => ({ email, access: 2 })) } });
  expect(await pass(share, emails('a@x.example', '', null))).toBe(true);
  const refused = await ask(share, emails('b@x.example', 'c@x.example'));
  expect(refused.headers).toMatchObject({ 'x-ratelimit-remaining': '1', 'retry-after': String(24 * 3600) });
  expect(await pass('POST people/invite', { caller: 'uta', ...emails('b@x.example') })).toBe(true);
  expect(await pass(share, emails('c@x.example'))).toBe(false);
  expect(await pass(share, { body: { invitations: [{ id: 'x' }] } })).toBe(true);
  expect(await pass(share, { body: 'nothing' })).toBe(true);
});

test('operations that the vendor guards come five times in fifteen minutes for a person and a path', async () => {
  const { pass, wait } = aLimiter();
  for (let call = 0; call < 5; call++) expect(await pass('POST files/rooms/7/resend')).toBe(true);
  expect(await pass('POST files/rooms/7/resend')).toBe(false);
  expect(await pass('POST files/rooms/8/resend')).toBe(true);
  wait(15 * 60_000);
  expect(await pass('POST files/rooms/7/resend')).toBe(true);
});

test('nothing is refused until limits are enforced, and changing them forgets what was counted', async () => {
  const { limiter, pass } = aLimiter({ enforce: false, requestsPerMinute: 0 });
  expect(await pass('GET people')).toBe(true);
  limiter.set({ enforce: true, requestsPerMinute: 1 });
  expect([await pass('GET people'), await pass('GET people')]).toEqual([true, false]);
  limiter.set({ requestsPerMinute: 1 });
  expect(await pass('GET people')).toBe(true);
  limiter.reset();
  expect(limiter.rules()).toMatchObject({ enforce: false, requestsPerMinute: 0 });
});
