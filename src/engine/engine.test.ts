import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyText } from '../../test/support/matchers.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { processRecordsOf } from '../../test/support/process-records.ts';
import { AppError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { startEngine, type Engine, type Scope } from './engine.ts';
import { registerProcess, startHeartbeat } from './heartbeat.ts';

let database: TestStore;
const engines: Engine[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await openTestStore();
});

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop(5_000);
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

interface Changes {
  readonly executorId?: string;
  readonly works?: boolean;
  readonly concurrency?: number;
  readonly retryPausesMs?: readonly number[];
}

/** An engine in this process: one at a time. */
async function start(work: (input: Json, scope: Scope) => Promise<void>, changes: Changes = {}): Promise<Engine> {
  const engine = await startEngine({
    pool: database.store.pool,
    connectionString: database.url.reveal(),
    executorId: 'this',
    concurrency: 10,
    works: true,
    work,
    log: database.log,
    retryPausesMs: [1, 1],
    ...changes,
  });
  engines.push(engine);
  return engine;
}

async function stop(engine: Engine, drainMs: number): Promise<boolean> {
  engines.splice(engines.indexOf(engine), 1);
  return engine.stop(drainMs);
}

/** Ids that no other test of this file uses. */
const anId = (() => {
  let count = 0;
  return () => `work-${(count += 1)}`;
})();

describe('queued work', () => {
  it('is done once, however often it is queued', async () => {
    const done: Json[] = [];
    const engine = await start((input) => Promise.resolve(void done.push(input)));
    const [id, last] = [anId(), anId()];
    await Promise.all([1, 2, 3].map(() => engine.enqueue({ id, partition: 'once', input: { name: 'a' } })));
    await expect.poll(() => done).toEqual([{ name: 'a' }]);
    await engine.enqueue({ id, partition: 'once', input: { name: 'a' } });
    await engine.enqueue({ id: last, partition: 'once', input: { name: 'last' } });
    await expect.poll(() => done).toEqual([{ name: 'a' }, { name: 'last' }]);
    expect([await engine.knows(id), await engine.knows('unheard of')]).toEqual([true, false]);
  });

  it('of one partition is done one after another, in its order', async () => {
    const log: string[] = [];
    const engine = await start(async (input) => {
      log.push(`begin ${JSON.stringify(input)}`);
      await sleep(30);
      log.push(`end ${JSON.stringify(input)}`);
    });
    for (const input of [1, 2, 3]) await engine.enqueue({ id: anId(), partition: 'serial', input });
    await expect.poll(() => log.length).toBe(6);
    expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  });

  it('of several partitions is done at once', async () => {
    const inside = new Set<Json>();
    const everybody = Promise.withResolvers<undefined>();
    const engine = await start(async (input) => {
      inside.add(input);
      if (inside.size === 3) everybody.resolve(undefined);
      await everybody.promise;
    });
    for (const input of ['a', 'b', 'c']) await engine.enqueue({ id: anId(), partition: input, input });
    await expect.poll(() => inside.size).toBe(3);
  });

  it('waits for a process that works', async () => {
    const done: Json[] = [];
    const work = (input: Json) => Promise.resolve(void done.push(input));
    const queues = await start(work, { works: false });
    const id = anId();
    await queues.enqueue({ id, partition: 'later', input: 'x' });
    await sleep(300);
    expect(done).toEqual([]);
    await stop(queues, 0);
    await start(work, { executorId: 'that' });
    await expect.poll(() => done).toEqual(['x']);
  });
});

describe('a step', () => {
  it('is tried again by the kind of its error, and told how often it was', async () => {
    const tries: number[] = [];
    const engine = await start(async (_, scope) => {
      await scope.step('flaky', ({ number }) => {
        tries.push(number);
        return number < 2 ? Promise.reject(new AppError('unavailable', 'away')) : Promise.resolve('ok');
      });
    });
    const id = anId();
    await engine.enqueue({ id, partition: 'flaky', input: null });
    await expect.poll(() => engine.steps(id)).toMatchObject([{ name: 'flaky', output: 'ok' }]);
    expect(tries).toEqual([0, 1, 2]);
    expect(database.logged.join('')).toContain('step will be tried again');
  });

  it('fails with an error that still tells its kind, and is listed with it', async () => {
    const seen: unknown[] = [];
    const engine = await start(async (_, scope) => {
      const refuse = () => Promise.reject(new AppError('rejected', 'no', { hint: 'Ask.' }));
      await scope.step('refused', refuse).catch((error: unknown) => seen.push(error));
      await scope.step('after', () => Promise.resolve(null));
    });
    const id = anId();
    await engine.enqueue({ id, partition: 'failing', input: null });
    await expect.poll(async () => (await engine.steps(id)).length).toBe(2);
    expect(seen).toMatchObject([{ kind: 'rejected', hint: 'Ask.' }]);
    expect(await engine.steps(id)).toMatchObject([
      { name: 'refused', error: { kind: 'rejected', message: 'no', hint: 'Ask.' }, endedAt: anyText },
      { name: 'after', output: null, startedAt: anyText },
    ]);
    expect(await engine.steps('unheard of')).toEqual([]);
  });

  it('leaves no doubt in a clean run, a failed step included', async () => {
    const doubts: boolean[] = [];
    const engine = await start(async (_, scope) => {
      doubts.push(scope.isDoubtful());
      await scope.step('one', () => Promise.resolve(1));
      await scope.step('two', () => Promise.reject(new AppError('rejected', 'no'))).catch(() => undefined);
      await Promise.all([scope.step('three', () => Promise.resolve(3)), scope.step('four', () => Promise.resolve(4))]);
      doubts.push(scope.isDoubtful());
    });
    await engine.enqueue({ id: anId(), partition: 'clean', input: null });
    await expect.poll(() => doubts).toEqual([false, false]);
  });
});

describe('a process that is killed', () => {
  async function startChild(): Promise<ChildProcess> {
    const program = fileURLToPath(import.meta.resolve('../../test/support/engine-program.ts'));
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, DATABASE_URL: database.url.reveal() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await said(child, 'ready');
    return child;
  }

  async function said(child: ChildProcess, words: string): Promise<void> {
    if (!child.stdout) throw new Error('the process has no output');
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      if (String(chunk).includes(words)) return;
    }
    throw new Error(`the process ended without saying "${words}"`);
  }

  it('leaves its work to another, who keeps what was done, does the rest, and knows of the doubt', async () => {
    const child = await startChild();
    const done: unknown[] = [];
    const engine = await start(
      async (_, scope) => {
        const first = await scope.step('first', () => Promise.resolve({ by: process.pid }));
        done.push(first, scope.isDoubtful());
        await scope.step('second', () => Promise.resolve('done here'));
        done.push('end');
      },
      { works: false },
    );
    const id = anId();
    await engine.enqueue({ id, partition: 'killed', input: null });
    await said(child, 'second step begun');
    await stop(engine, 0);

    child.kill('SIGKILL');
    await once(child, 'exit');
    await registerProcess('successor', processRecordsOf(database));
    const successor = await start(
      async (_, scope) => {
        const first = await scope.step('first', () => Promise.resolve({ by: process.pid }));
        done.push(first, scope.isDoubtful());
        await scope.step('second', () => Promise.resolve('done here'));
        done.push('end');
      },
      { executorId: 'successor' },
    );
    const heartbeat = await startHeartbeat({
      id: 'successor',
      records: processRecordsOf(database),
      log: database.log,
      takeOver: successor.takeOver,
      onDeclaredDead: () => undefined,
    });
    await expect.poll(() => done).toEqual([{ by: child.pid }, true, 'end']);
    await heartbeat.stop();
    expect(await successor.steps(id)).toMatchObject([
      { name: 'first', output: { by: child.pid } },
      { name: 'second', output: 'done here' },
    ]);
  });

  it('holds up nothing but the partition of what it was doing', async () => {
    const child = await startChild();
    const queues = await start(() => Promise.resolve(), { works: false });
    await queues.enqueue({ id: anId(), partition: 'hung', input: 'hangs' });
    await said(child, 'second step begun');
    await stop(queues, 0);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const done: Json[] = [];
    const engine = await start((input) => Promise.resolve(void done.push(input)), { executorId: 'next' });
    await engine.enqueue({ id: anId(), partition: 'hung', input: 'behind' });
    await engine.enqueue({ id: anId(), partition: 'free', input: 'free' });
    await expect.poll(() => done).toEqual(['free']);
    expect(await engine.takeOver([`process-${String(child.pid)}`])).toBe(1);
    await expect.poll(() => done).toEqual(['free', 'hangs', 'behind']);
  });
});

it('does nothing more of work that another process has taken over, not even its end', async () => {
  const acts: string[] = [];
  const engine = await start(async (_, scope) => {
    const first = scope.step('first', async () => {
      acts.push('first');
      await database.query(
        `update dbos.workflow_status set owner_xid = 'x', executor_id = 'another' where queue_partition_key = 'ousted'`,
      );
    });
    await first.catch(() => acts.push('lost'));
    await scope.step('end', () => Promise.resolve(void acts.push('end'))).finally(() => acts.push('refused'));
  });
  await engine.enqueue({ id: anId(), partition: 'ousted', input: null });
  await expect.poll(() => acts.at(-1)).toBe('refused');
  expect(acts).toEqual(['first', 'lost', 'refused']);
});

describe('a process that stops', () => {
  it('finishes what it is doing, and says so', async () => {
    const done: string[] = [];
    const begun = Promise.withResolvers<undefined>();
    const engine = await start(async () => {
      begun.resolve(undefined);
      await sleep(200);
      done.push('end');
    });
    await engine.enqueue({ id: anId(), partition: 'finishing', input: null });
    await begun.promise;
    expect(await stop(engine, 10_000)).toBe(true);
    expect(done).toEqual(['end']);
  });

  it('says when it leaves something undone, which another then takes over', async () => {
    const begun = Promise.withResolvers<undefined>();
    const engine = await start(
      async () => {
        begun.resolve(undefined);
        await new Promise<never>(() => undefined);
      },
      { executorId: 'hanging' },
    );
    await engine.enqueue({ id: anId(), partition: 'hanging', input: 'x' });
    await begun.promise;
    expect(await stop(engine, 50)).toBe(false);
    const done: Json[] = [];
    const successor = await start((input) => Promise.resolve(void done.push(input)), { executorId: 'successor' });
    expect(await successor.takeOver(['hanging'])).toBe(1);
    await expect.poll(() => done).toEqual(['x']);
    expect(await successor.takeOver(['hanging'])).toBe(0);
    expect(await successor.takeOver([])).toBe(0);
  });

  it.each(['fails', 'ends well'])(
    'neither tries again nor goes on with what it left undone, when that %s',
    async (how) => {
      const id = anId();
      const acts: string[] = [];
      const [begun, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const engine = await start(
        async (_, scope) => {
          await scope.step('hangs', async () => {
            acts.push('try');
            begun.resolve(undefined);
            await gate.promise;
            return null;
          });
          acts.push('next');
        },
        { executorId: `left when it ${how}` },
      );
      await engine.enqueue({ id, partition: id, input: null });
      await begun.promise;
      expect(await stop(engine, 50)).toBe(false);
      if (how === 'fails') gate.reject(new AppError('unavailable', 'It was given up.'));
      else gate.resolve(undefined);
      await sleep(100);
      expect(acts).toEqual(['try']);
      expect(database.logged.join('')).not.toContain('It was given up.');
    },
  );
});

it('goes on after all its connections were lost', async () => {
  const done: number[] = [];
  const reached = Promise.withResolvers<undefined>();
  const engine = await start(async (_, scope) => {
    for (let index = 0; index < 20; index++) {
      done.push(await scope.step(`step ${index}`, () => sleep(20, index)));
      if (index === 5) reached.resolve(undefined);
    }
  });
  const id = anId();
  await engine.enqueue({ id, partition: 'lost', input: null });
  await reached.promise;
  expect(await database.endConnections()).toBeGreaterThan(0);
  await expect.poll(() => done.at(-1)).toBe(19);
  expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index));
  const next = anId();
  await engine.enqueue({ id: next, partition: 'after', input: null });
  await expect.poll(async () => (await engine.steps(next)).length).toBe(20);
});
