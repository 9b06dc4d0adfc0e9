import { readdirSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCsvWorld } from '../../test/support/csv-world.ts';
import { AppError } from '../base/errors.ts';
import { listIssues } from '../cli/list-issues.ts';

const heading = 'client.id,client.name,client.email';

function makeRows(count: number, from = 1): string {
  return Array.from({ length: count }, (_, index) => {
    const id = `C-${from + index}`;
    return `${id},Client ${id},${id.toLowerCase()}@example.com\n`;
  }).join('');
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, not ${String(error)}`);
}

function idOf(target: unknown): unknown {
  return JSON.stringify(target).match(/"id":"([^"]+)"/)?.[1];
}

describe('the check', () => {
  it('names every wrong cell of 300 rows by line and column, and nothing is done', async () => {
    const world = createCsvWorld();
    const rows = makeRows(300).split('\n');
    rows[9] = 'C-10,,nobody';
    rows[99] = 'C-5,Client again,a@example.com';
    rows[199] = 'C-200,Client';
    world.write('in.csv', `Kunde,${heading.replace('client.id,', '')}\n${rows.join('\n')}`);
    const error = await failureOf(world.apply({ map: [{ heading: 'Kunde', path: 'client.id' }] }));
    expect(error.message).toBe('The file has 4 mistakes; nothing was done.');
    expect(listIssues(error)).toEqual([
      { path: 'line 11, column "client.name"', message: 'is missing' },
      { path: 'line 11, column "client.email"', message: 'must be an e-mail address' },
      { path: 'line 101', message: 'has the key "C-5", as has line 6' },
      { path: 'line 201', message: 'has 2 cells, and the heading 3' },
    ]);
    expect(world.state).toMatchObject({ portalCalls: 0, started: [] });
    expect(readdirSync(world.path('.'))).toEqual(['in.csv']);
  });

  it('names fifty mistakes and counts the others', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${'x,y,z\n'.repeat(120)}`);
    const error = await failureOf(world.apply());
    expect(error.message).toBe('The file has 120 mistakes; nothing was done. The first 50 of them are named.');
    expect(listIssues(error)).toHaveLength(50);
  });

  it.each([
    ['', 'The file is empty.'],
    [`${heading}\n`, 'The file has no rows.'],
    [`${heading}\n\n,,\n`, 'The file has no rows.'],
  ])('refuses %j', async (text, message) => {
    const world = createCsvWorld();
    world.write('in.csv', text);
    expect((await failureOf(world.apply())).message).toBe(message);
  });

  it('refuses a file that is not there', async () => {
    expect(await failureOf(createCsvWorld().apply())).toMatchObject({ kind: 'not-found' });
  });
});

describe('a batch', () => {
  it('applies 300 rows, never too many ahead, and writes what came of each', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(300)}`);
    const seen: number[] = [];
    const report = await world.apply({}, { onProgress: ({ ended }) => void seen.push(ended) });
    expect(report).toEqual({
      ...{ blueprint: 'client-room', result: world.path('out.csv'), total: 300, before: 0, ended: 300, failed: 0 },
      ...{ remains: 0, underWay: 0, waiting: 0, known: 0, interrupted: false },
    });
    expect(world.state.mostUnderWay).toBeLessThanOrEqual(200);
    expect(seen.length).toBeGreaterThan(3);
    const [head, first] = world.lines('out.csv');
    expect(head).toBe(`${heading},state,room_id,room_address,run_id,error`);
    expect(first).toMatch(/^C-1,Client C-1,c-1@example\.com,done,7,http:\/\/portal\/rooms\/shared\/7,[0-9a-f]{20},$/);
    expect(new Set(world.lines('out.csv')).size).toBe(301);
    expect(world.state.started[0]).toEqual({
      inputs: { client: { id: 'C-1', name: 'Client C-1', email: 'c-1@example.com' } },
      secrets: {},
      from: 'text',
    });
  });

  it('queues no more than two hundred rows ahead of what has ended', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(300)}`);
    world.state.isHeld = true;
    let looksWhileFull = 0;
    const onProgress = ({ underWay }: { underWay: number }): void => {
      if (underWay >= 200) looksWhileFull += 1;
      if (looksWhileFull >= 3) world.state.isHeld = false;
    };
    expect(await world.apply({}, { onProgress })).toMatchObject({ ended: 300 });
    expect(world.state.mostUnderWay).toBe(200);
  });

  it('has a line for each row, though two of them are for one and the same run', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(2)}`);
    world.state.keyOf = () => 'the same';
    expect(await world.apply()).toMatchObject({ ended: 2, known: 1 });
    expect(world.lines('out.csv')).toHaveLength(3);
  });

  it('writes as its input is written: mark, delimiter, line ends, quotes', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `\uFEFF${heading.replaceAll(',', ';')}\r\n1;"Two\r\nlines; ""Inc"""; a@example.com\r\n`);
    await world.apply();
    expect(world.read('out.csv')).toMatch(
      /^\uFEFFclient\.id;.*;error\r\n1;"Two\r\nlines; ""Inc""";" a@example\.com";done;7;[^;]*;[0-9a-f]*;\r\n$/s,
    );
    expect(world.state.started).toMatchObject([
      { inputs: { client: { name: 'Two\r\nlines; "Inc"', email: 'a@example.com' } } },
    ]);
  });

  it('disarms formulas, of strangers and of the portal, and keeps secrets out', async () => {
    const world = createCsvWorld();
    world.state.fate = () => ({ state: 'failed', error: '=HYPERLINK("x")' });
    world.write('in.csv', `${heading},seats,password\n=1+1,@cmd,a@example.com,-5,hunter2\n2,b,b@example.com,,\n`);
    await world.apply();
    const [, first = '', second = ''] = world.lines('out.csv');
    expect(first).toMatch(/^'=1\+1,'@cmd,a@example\.com,-5,\(secret\),failed,,,[0-9a-f]+,"'=HYPERLINK\(""x""\)"$/);
    expect(second).toMatch(/^2,b,b@example\.com,,,failed,/);
    expect(world.read('out.csv')).not.toContain('hunter2');
    expect(world.state.started).toMatchObject([
      { inputs: { client: { id: '=1+1' }, seats: '-5' }, secrets: { password: 'hunter2' } },
      { secrets: {} },
    ]);
  });

  it('gives all rows what is the same for all', async () => {
    const world = createCsvWorld();
    world.write('in.csv', 'client.id,client.name\n1,A\n2,B\n');
    await world.apply({ inputs: { 'client.email': 'all@example.com' }, secrets: { password: 'p' } });
    expect(world.state.started).toEqual([
      {
        inputs: { client: { id: '1', name: 'A', email: 'all@example.com' } },
        secrets: { password: 'p' },
        from: 'text',
      },
      {
        inputs: { client: { id: '2', name: 'B', email: 'all@example.com' } },
        secrets: { password: 'p' },
        from: 'text',
      },
    ]);
  });

  it('is for people where its blueprint is', async () => {
    const world = createCsvWorld(
      [
        ...['apiVersion: concierge/v1', 'kind: Room', 'name: home-room', 'on: { event: user.created }', 'for: person'],
        ...['key: "{{ person.id }}"', 'room: { title: "Home - {{ person.name }}", type: collaboration }', ''],
      ].join('\n'),
    );
    world.write('in.csv', 'Person\nada@example.com\nADA@example.com\nnobody\n');
    expect(listIssues(await failureOf(world.apply()))).toEqual([
      { path: 'line 3', message: 'has the key "ada@example.com", as has line 2' },
      { path: 'line 4, column "Person"', message: 'must be the id or e-mail of an account' },
    ]);
    world.write('in.csv', 'Person\nada@example.com\n');
    await world.apply();
    expect(world.state.started).toEqual([{ person: 'ada@example.com' }]);
  });

  it('reads standard input as it reads a file, and leaves no copy of either behind', async () => {
    const copies = (): string[] => readdirSync(tmpdir()).filter((name) => /^concierge-csv-(?!test)/.test(name));
    const before = copies();
    const world = createCsvWorld();
    let mode = 0;
    world.state.beforeStart = () => {
      const [copy = ''] = copies().filter((name) => !before.includes(name));
      mode = statSync(join(tmpdir(), copy, 'input.csv')).mode & 0o777;
    };
    const pieces = [heading.slice(0, 9), `${heading.slice(9)}\n1,A,`, 'a@example.com'].map((text) => Buffer.from(text));
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream that has all its pieces already
    async function* bytes() {
      yield* pieces;
    }
    expect(await world.apply({ source: { bytes } })).toMatchObject({ total: 1, ended: 1 });
    expect(mode).toBe(0o600);
    expect(copies()).toEqual(before);
  });

  it('goes on when rows fail by themselves, and tries again what may pass', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(3)}`);
    let away = 2;
    world.state.beforeStart = (target) => {
      if (idOf(target) === 'C-1') throw new AppError('not-found', 'The portal knows nobody.', { hint: 'Check it.' });
      if (idOf(target) === 'C-2' && (away -= 1) >= 0) throw new AppError('unavailable', 'away');
    };
    expect(await world.apply()).toMatchObject({ ended: 3, failed: 1 });
    expect(world.lines('out.csv')).toContain(
      'C-1,Client C-1,c-1@example.com,failed,,,,The portal knows nobody. Check it.',
    );
  });

  it('ends when nothing can be queued any more, with what ended before in its result', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(120)}`);
    world.state.beforeStart = (target) => {
      if (idOf(target) === 'C-100')
        throw new AppError('unauthenticated', 'The key is refused.', { hint: 'Make a new one.' });
    };
    const error = await failureOf(world.apply());
    expect(error).toMatchObject({
      kind: 'unauthenticated',
      hint: 'Make a new one. Then go on with the same command and --resume.',
    });
    expect(world.lines('out.csv').length).toBeGreaterThanOrEqual(50);
    world.state.beforeStart = () => undefined;
    expect(await world.apply({ resume: true })).toMatchObject({ total: 120, failed: 0, interrupted: false });
    expect(new Set(world.lines('out.csv').map((line) => line.split(',', 1)[0])).size).toBe(121);
    expect(world.state.started).toHaveLength(120);
  });
});

describe('resuming', () => {
  /** A world in which 20 rows were applied and the third failed. */
  async function createHalfDone() {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(20)}`);
    world.state.fate = (target) =>
      idOf(target) === 'C-3' ? { state: 'failed', error: 'away' } : { state: 'done', roomId: 7 };
    await world.apply();
    world.state.started.length = 0;
    world.state.fate = () => ({ state: 'done', roomId: 8 });
    return world;
  }

  it('does what failed, and nothing twice', async () => {
    const world = await createHalfDone();
    expect(await world.apply({ resume: true })).toMatchObject({ total: 20, before: 19, ended: 1, failed: 0 });
    expect(world.state.started.map(idOf)).toEqual(['C-3']);
    const lines = world.lines('out.csv');
    expect(lines).toHaveLength(21);
    expect(lines.filter((line) => line.startsWith('C-3,'))).toEqual([expect.stringContaining(',done,8,')]);
  });

  it.each([1, 5, 25, 60, 90])('mends a result whose end was cut off by %d bytes', async (bytes) => {
    const world = await createHalfDone();
    truncateSync(world.path('out.csv'), Buffer.byteLength(world.read('out.csv')) - bytes);
    await world.apply({ resume: true });
    const ids = world.lines('out.csv').map((line) => line.split(',', 1)[0]);
    expect(ids.toSorted()).toEqual(
      ['client.id', ...Array.from({ length: 20 }, (_, index) => `C-${index + 1}`)].toSorted(),
    );
    expect(world.lines('out.csv').every((line) => line.split(',').length === 8)).toBe(true);
    expect(world.state.started.map(idOf)).toEqual(['C-3']);
  });

  it('mends a result that was cut off within a letter', async () => {
    const world = createCsvWorld();
    world.state.fate = () => ({ state: 'done-with-remains', error: 'something remains: ä' });
    world.write('in.csv', `${heading}\n${makeRows(2)}`);
    await world.apply();
    truncateSync(world.path('out.csv'), Buffer.byteLength(world.read('out.csv')) - 2);
    expect(await world.apply({ resume: true })).toMatchObject({ before: 1, ended: 1 });
    expect(world.lines('out.csv').filter((line) => line.endsWith(',something remains: ä'))).toHaveLength(2);
  });

  it('keeps one line of a row that two processes have written', async () => {
    const world = await createHalfDone();
    const [, first = ''] = world.lines('out.csv');
    world.write('out.csv', `${world.read('out.csv')}${first}\n`);
    await world.apply({ resume: true });
    expect(world.lines('out.csv').filter((line) => line === first)).toHaveLength(1);
  });

  it('mends a result that was cut off within a quoted cell', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n1,A,a@example.com\n2,"B\nC",b@example.com\n`);
    await world.apply();
    world.write('out.csv', world.read('out.csv').replace(/(\n2,"B\n).*$/s, '$1'));
    expect(await world.apply({ resume: true })).toMatchObject({ before: 1, ended: 1, known: 1 });
    expect(world.read('out.csv')).toMatch(/\n2,"B\nC",b@example\.com,done,/);
  });

  it.each([0, 4])('begins anew with a result of which only %d bytes were written', async (bytes) => {
    const world = await createHalfDone();
    truncateSync(world.path('out.csv'), bytes);
    expect(await world.apply({ resume: true })).toMatchObject({ before: 0, ended: 20, known: 19 });
    expect(world.lines('out.csv')).toHaveLength(21);
  });

  it('begins where there is no result yet', async () => {
    const world = createCsvWorld();
    world.write('in.csv', `${heading}\n${makeRows(2)}`);
    expect(await world.apply({ resume: true })).toMatchObject({ before: 0, ended: 2 });
  });

  it('takes new and mended rows, and refuses when a row that is done has changed', async () => {
    const world = await createHalfDone();
    const rows = `${heading}\n${makeRows(21)}`;
    world.write('in.csv', rows.replace('c-3@example.com', 'mended@example.com'));
    expect(await world.apply({ resume: true })).toMatchObject({ total: 21, before: 19, ended: 2 });
    const result = world.read('out.csv');
    world.write('in.csv', rows.replace('c-3@', 'mended@').replace('Client C-5,', 'Client Five,'));
    const error = await failureOf(world.apply({ resume: true }));
    expect(error).toMatchObject({ kind: 'conflict' });
    expect(error.message).toMatch(
      /^The file has changed: 1 row of the result are done and no longer in it, the first in line \d+/,
    );
    expect(world.read('out.csv')).toBe(result);
  });

  it('is what an existing result is for: without it the batch is refused, another file is left alone', async () => {
    const world = await createHalfDone();
    expect(await failureOf(world.apply())).toMatchObject({
      kind: 'conflict',
      hint: 'Go on with it: --resume; or write another one: --result FILE.',
    });
    world.write('in.csv', 'what is wrong with the input comes second');
    expect(await failureOf(world.apply())).toMatchObject({ kind: 'conflict' });
    world.write('in.csv', `${heading}\n${makeRows(20)}`);
    for (const text of ['some;other\nfile;\n', 'no line end', 'client.id,']) {
      world.write('notes.csv', text);
      const resumed = world.apply({ resume: true, result: world.path('notes.csv') });
      if (text === 'client.id,') expect(await resumed).toMatchObject({ before: 0 });
      else expect((await failureOf(resumed)).message).toContain('is not the result of this input');
      if (text !== 'client.id,') expect(world.read('notes.csv')).toBe(text);
    }
    expect(world.state.started.map(idOf)).toEqual(['C-3']);
  });
});

describe('Ctrl-C', () => {
  it('queues nothing more and waits for nothing; what ended stands in the result', async () => {
    const world = createCsvWorld();
    const controller = new AbortController();
    world.write('in.csv', `${heading}\n${makeRows(300)}`);
    const report = await world.apply(
      {},
      {
        signal: controller.signal,
        onProgress: ({ ended }) => {
          if (ended >= 50) controller.abort();
        },
      },
    );
    expect(report.interrupted).toBe(true);
    expect(world.state.started.length).toBeLessThan(150);
    expect(world.lines('out.csv')).toHaveLength(report.ended + 1);
    expect(await world.apply({ resume: true })).toMatchObject({ total: 300, failed: 0, interrupted: false });
    expect(world.state.started).toHaveLength(300);
    expect(world.lines('out.csv')).toHaveLength(301);
  });
});
