import { describe, expect, it } from 'vitest';
import { createCliWorld } from '../../test/support/cli-world.ts';

const usual = {
  ...{ blueprint: 'client-room', source: 'clients.csv', result: 'clients.result.csv', map: [], ignoreColumns: false },
  ...{ inputs: {}, secrets: {}, recreate: false, again: false, resume: false },
};

describe('apply --csv', () => {
  it('asks for what the options say', async () => {
    const world = createCliWorld({ env: { PIN: '1234' } });
    await world.run('apply client-room --csv clients.csv');
    await world.run([
      ...[
        'apply',
        'client-room',
        '--csv',
        '-',
        '--result',
        'out.csv',
        '--map',
        'Kunde Nr.=client.id',
        '--map',
        'Name=client.name',
      ],
      ...[
        '--ignore-columns',
        '--set',
        'manager=m@example.com',
        '--secret',
        'pin=env:PIN',
        '--recreate',
        '--again',
        '--resume',
      ],
    ]);
    expect(world.state.asked).toEqual([
      usual,
      {
        ...{ blueprint: 'client-room', source: 'standard input', result: 'out.csv', ignoreColumns: true },
        map: [
          { heading: 'Kunde Nr.', path: 'client.id' },
          { heading: 'Name', path: 'client.name' },
        ],
        ...{
          inputs: { manager: 'm@example.com' },
          secrets: { pin: '1234' },
          recreate: true,
          again: true,
          resume: true,
        },
      },
    ]);
  });

  it.each([
    ['--no-wait', '--no-wait does not go with --csv.'],
    ['--input a.json', "'--csv <file>' cannot be used with option '--input <file>'"],
  ])('does not go with %s', async (option, message) => {
    const world = createCliWorld();
    const { code, err } = await world.run(`apply client-room --csv clients.csv ${option}`);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(world.state.asked).toEqual([]);
  });

  it('from standard input needs a name for the result', async () => {
    const { code, err } = await createCliWorld().run('apply client-room --csv -');
    expect(code).toBe(2);
    expect(err).toContain('hint: Name the result: --result FILE.');
  });

  it.each(['--map A=b', '--result r.csv', '--ignore-columns', '--resume', '--again'])(
    'alone knows %s',
    async (option) => {
      const { code, err } = await createCliWorld().run(`apply client-room ${option}`);
      expect(code).toBe(2);
      expect(err).toContain(`error: ${option.split(' ', 1).join('')} goes with --csv only.`);
    },
  );
});

describe('a batch', () => {
  it.each([
    [{}, 0],
    [{ remains: 1 }, 3],
    [{ failed: 1 }, 3],
    [{ failed: 3 }, 1],
    [{ before: 2, ended: 1, failed: 1 }, 3],
  ])('that ends with %j has the exit code %d', async (changes, code) => {
    const world = createCliWorld();
    world.state.batch = { ...world.state.batch, ...changes };
    expect((await world.run('apply client-room --csv clients.csv')).code).toBe(code);
  });

  it('says what came of it and how to go on', async () => {
    const world = createCliWorld();
    world.state.batch = {
      ...world.state.batch,
      total: 1_200,
      before: 200,
      ended: 1_000,
      failed: 4,
      remains: 1,
      known: 7,
    };
    const { out } = await world.run('apply client-room --csv clients.csv');
    expect(out).toBe(
      [
        'ended: client-room: 1,195 of 1,200 rows are done, 1 with something that remains, 4 failed',
        '  result   clients.result.csv',
        '  note     7 rows had a run of this same file already; --again starts new ones',
        '  go on    mend what failed, then the same command with --resume',
        '',
      ].join('\n'),
    );
    expect((await world.run('apply client-room --csv clients.csv --resume')).out).not.toContain('--again');
  });

  it('of one row is told of in the singular', async () => {
    const world = createCliWorld({ interrupted: true });
    const one = { total: 1, before: 0, ended: 0, failed: 0, remains: 0, known: 1, underWay: 1 };
    world.state.batch = { ...world.state.batch, ...one };
    const { out } = await world.run('apply client-room --csv clients.csv');
    expect(out).toContain('0 of 1 row is done, 1 is left\n');
    expect(out).toContain('1 row had a run of this same file already');
    expect(out).toContain('1 row is queued and goes on');
  });

  it('that Ctrl-C ends has the exit code 2 and says how to resume', async () => {
    const world = createCliWorld({ interrupted: true });
    world.state.batch = { ...world.state.batch, total: 10, underWay: 2 };
    const { code, out } = await world.run('apply client-room --csv clients.csv');
    expect(code).toBe(2);
    expect(out).toContain('interrupted: client-room: 3 of 10 rows are done, 7 are left\n');
    expect(out).toContain('the same command with --resume; 2 rows are queued and go on');
  });

  it('moves a bar on a terminal and takes it away in the end', async () => {
    const world = createCliWorld({ isTTY: true, env: { NO_COLOR: '1' } });
    const { err } = await world.run('apply client-room --csv clients.csv');
    expect(err.startsWith('\r[████████░░░░░░░░░░░░░░░░] 1/3 rows')).toBe(true);
    expect(err.endsWith('\u001b[K\r\u001b[K')).toBe(true);
  });

  it('is silent but for its answer with --json and --quiet', async () => {
    for (const option of ['--json', '--quiet']) {
      const world = createCliWorld({ isTTY: true });
      expect((await world.run(`apply client-room --csv clients.csv ${option}`)).err).toBe('');
    }
    const world = createCliWorld();
    const { out } = await world.run('apply client-room --csv clients.csv --json');
    expect(JSON.parse(out)).toEqual(world.state.batch);
  });
});
