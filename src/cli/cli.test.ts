import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import type { UndoPlan } from '../runs/plan-undo.ts';
import type { RunAction } from '../runs/run.ts';
import { createCliWorld } from '../../test/support/cli-world.ts';
import { makeRun } from '../../test/support/make-run.ts';
import { exitCodes } from './exit-codes.ts';

const room = { id: 4711, title: 'Home – Ada', url: 'http://localhost:3001/rooms/shared/4711' };

/** An action that took that long, begun `from` milliseconds after the run. */
function makeAction(
  name: string,
  span: readonly [from: number, to: number],
  changes: Partial<RunAction> = {},
): RunAction {
  const [startedAt, endedAt] = span.map((offset) =>
    new Date(Date.parse('2026-07-01T11:59:00Z') + offset).toISOString(),
  );
  return {
    name,
    state: 'done',
    after: [],
    calls: [],
    ...(startedAt && endedAt ? { startedAt, endedAt } : {}),
    ...changes,
  };
}

describe('help', () => {
  it('lists commands, global options and exit codes', async () => {
    const { code, out } = await createCliWorld().run('--help');
    expect(code).toBe(0);
    for (const name of ['start', 'serve', 'sandbox', 'check', 'plan', 'apply', 'archive', 'close-out', 'runs', 'undo'])
      expect(out).toMatch(`\n  ${name} `);
    for (const [exitCode, meaning] of Object.entries(exitCodes)) expect(out).toContain(`  ${exitCode}  ${meaning}`);
    expect(out).toContain('--json');
    expect(out).toContain('--quiet');
  });

  it.each([
    ...['start', 'serve', 'sandbox', 'doctor', 'check', 'capture', 'plan', 'apply', 'archive', 'close-out', 'undo'],
    ...['runs', 'runs list', 'runs show', 'runs retry'],
  ])('of %s ends with examples', async (name) => {
    const { code, out, err } = await createCliWorld().run(`${name} --help`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Usage: concierge/);
    expect(out).toContain(`Examples:\n  $ concierge ${name}`);
    expect(out).toContain('--json');
  });

  it('tells the version', async () => {
    expect(await createCliWorld().run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });
});

describe('a wrong command line', () => {
  it.each([
    ['', 'No command is named.'],
    ['runs', 'No command is named.'],
    ['aply', "Unknown command 'aply' (Did you mean apply?)"],
    ['check --colour', "Unknown option '--colour'"],
    ['plan client-room --set client', 'Write it like client.name=Acme.'],
    ['plan client-room --set __proto__.admin=yes', 'Write it like client.name=Acme.'],
    ['apply client-room --csv a.csv --person 1', "'--csv <file>' cannot be used with option '--person <id|email>'"],
    ['apply client-room --csv a.csv --map Kunde', 'Write it like "Kunde=client.name".'],
    ['archive home', "Give the room's number, or its address"],
    ['runs list --state perfect', 'Allowed choices are queued, running,'],
    ['runs list --limit 0', 'Give a number from 1 to 200.'],
    ['runs show', "Missing required argument 'run'"],
  ])('"%s" ends with 2 and says why', async (line, message) => {
    const world = createCliWorld();
    const { code, out, err } = await world.run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('error: ');
    expect(err).toContain(message);
    expect(err).toContain('hint: Run "concierge --help"');
    expect(world.state.asked).toEqual([]);
  });

  it('is told as JSON where that is asked for', async () => {
    const { code, out, err } = await createCliWorld().run('nonsense --json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toMatchObject({ error: { kind: 'invalid-input', message: "Unknown command 'nonsense'" } });
  });
});

describe('an error', () => {
  it.each([
    ['invalid-config', 1],
    ['invalid-blueprint', 2],
    ['forbidden', 4],
    ['unavailable', 5],
    ['defect', 1],
  ] as const)('of kind %s ends with %d', async (kind, code) => {
    const world = createCliWorld();
    world.state.failure = new AppError(kind, 'It did not work.', { hint: 'Try this.' });
    expect(await world.run('check')).toEqual({ code, out: '', err: 'error: It did not work.\nhint: Try this.\n' });
  });

  it('is one JSON object on standard output with --json, before or after the command', async () => {
    const world = createCliWorld();
    world.state.failure = new AppError('unavailable', 'The portal does not answer.', {
      hint: 'Look at DOCSPACE_BASE_URL.',
    });
    for (const line of ['--json runs list', 'runs list --json']) {
      const { code, out, err } = await world.run(line);
      expect([code, err]).toEqual([5, '']);
      expect(JSON.parse(out)).toEqual({
        error: { kind: 'unavailable', message: 'The portal does not answer.', hint: 'Look at DOCSPACE_BASE_URL.' },
      });
    }
  });

  it('names each field that is wrong once, and not again in its hint', async () => {
    const world = createCliWorld();
    const issues = [
      { path: 'client.id', message: 'is missing' },
      { path: 'client.email', message: 'must be an e-mail address' },
    ];
    const hint = 'client.id is missing; client.email must be an e-mail address';
    world.state.failure = new AppError('invalid-input', 'client-room: 2 wrong.', { hint, details: { issues } });
    const { code, err } = await world.run('plan client-room');
    expect(code).toBe(2);
    expect(err).toBe(
      'error: client-room: 2 wrong.\n  client.id is missing\n  client.email must be an e-mail address\n',
    );
    expect(JSON.parse((await world.run('plan client-room --json')).out)).toMatchObject({ error: { issues } });
    const one = issues.slice(0, 1);
    world.state.failure = new AppError('invalid-input', 'client.id is missing', {
      hint: 'client.id is missing',
      details: { issues: one },
    });
    expect((await world.run('plan client-room')).err).toBe('error: client.id is missing\n');
  });

  it('shows its stack only when debugging', async () => {
    const failure = new Error('oops');
    const calm = createCliWorld();
    calm.state.failure = failure;
    expect((await calm.run('check')).err).toBe('error: oops\n');
    const curious = createCliWorld({ env: { LOG_LEVEL: 'debug' } });
    curious.state.failure = failure;
    expect((await curious.run('check')).err).toContain('    at ');
  });
});

describe('colours', () => {
  const escape = '\u001b[';

  it('are for terminals only, and not with NO_COLOR', async () => {
    const print = async (options: Parameters<typeof createCliWorld>[0]): Promise<string> => {
      const world = createCliWorld(options);
      world.state.runs.set('a', makeRun({ id: 'a' }));
      return (await world.run('runs show a')).out;
    };
    expect(await print({ isTTY: true })).toContain(escape);
    expect(await print({ isTTY: false })).not.toContain(escape);
    expect(await print({ isTTY: true, env: { NO_COLOR: '1' } })).not.toContain(escape);
    expect(await print({ isTTY: true, env: { TERM: 'dumb' } })).not.toContain(escape);
  });

  it('leave no other control character of a title through', async () => {
    const world = createCliWorld({ isTTY: true });
    world.state.runs.set('a', makeRun({ id: 'a', subject: 'Ada\u001b]0;owned\u0007\u001b[2J\r\n\u009b1mfake' }));
    const { out } = await world.run('runs list');
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    expect(out.replace(/\n/g, '')).not.toMatch(/[\u0000-\u001f\u0080-\u009f]/);
  });
});

describe('check', () => {
  it('says that all is in order', async () => {
    const world = createCliWorld();
    expect(await world.run('check')).toEqual({ code: 0, out: '1 blueprint is in order.\n', err: '' });
    expect(await world.run('check --quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('points at what is wrong and says what would work', async () => {
    const world = createCliWorld();
    world.state.check = {
      blueprints: [],
      issues: [
        {
          file: 'b/home.yaml',
          line: 12,
          column: 9,
          message: '"colaboration" is no room type.',
          hint: 'Did you mean collaboration?',
          source: '  type: colaboration',
        },
        { file: 'b/home.yaml', line: 20, column: 1, message: 'The key "acess" is not known.' },
      ],
    };
    const { code, out } = await world.run('check b/home.yaml');
    expect(code).toBe(2);
    expect(out.split('\n')).toEqual([
      'b/home.yaml:12:9  "colaboration" is no room type.',
      '  12 |   type: colaboration',
      '     |         ^',
      '  hint: Did you mean collaboration?',
      'b/home.yaml:20:1  The key "acess" is not known.',
      '2 problems in 1 file.',
      '',
    ]);
    expect(world.state.asked).toEqual([{ files: ['b/home.yaml'] }]);
  });

  it('gives the whole report as JSON', async () => {
    const world = createCliWorld();
    expect(JSON.parse((await world.run('check --json')).out)).toEqual(world.state.check);
  });
});

describe('plan', () => {
  it('shows the tree, sums it up and ends with 2 while changes are pending', async () => {
    const world = createCliWorld();
    world.state.plan = {
      blueprint: 'home-room',
      subject: 'Ada Lovelace',
      plan: {
        room: { title: 'Home – Ada', roomType: 'collaboration' },
        actions: [
          { id: '1', after: [], kind: 'create-room', title: 'Home – Ada', roomType: 'collaboration', tags: ['home'] },
          { id: '2', after: ['1'], kind: 'create-folder', parent: '', path: 'Documents/', title: 'Documents' },
        ],
        notes: ['HR_GROUP_ID is not set.'],
      },
    };
    const { code, out } = await world.run('plan home-room --person ada@example.com');
    expect(code).toBe(2);
    expect(out).toBe(
      [
        'home-room for Ada Lovelace',
        '',
        '+ room "Home – Ada" (collaboration)',
        '  + tags home',
        '  + Documents/',
        '  = HR_GROUP_ID is not set.',
        '',
        'Plan: 3 to add, 0 to change, 1 as they are.',
        '',
      ].join('\n'),
    );
    expect(world.state.asked).toEqual([{ blueprint: 'home-room', person: 'ada@example.com' }]);
  });

  it('ends with 0 when nothing is to do', async () => {
    const world = createCliWorld();
    const plan = { room: { id: 7, title: 'Home', roomType: 'collaboration' as const }, actions: [], notes: [] };
    world.state.plan = { blueprint: 'home-room', subject: 'Ada', plan };
    const { code, out } = await world.run('plan home-room --person 1');
    expect(code).toBe(0);
    expect(out).toContain('= room "Home" (collaboration, 7)');
    expect(out).toContain('Nothing to do: everything is as the blueprint says.');
  });

  it('is Markdown where that is asked for, with the marks of strangers made harmless', async () => {
    const world = createCliWorld();
    const plan = {
      room: { title: 'Client <b>Acme</b>', roomType: 'custom' as const },
      actions: [
        { id: '1', after: [], kind: 'create-folder' as const, parent: '', path: 'Contracts/', title: 'Contracts' },
      ],
      notes: [],
    };
    world.state.plan = { blueprint: 'client-room', subject: 'key:C-1', subjectName: 'Client Acme', plan };
    const { code, out } = await world.run('plan client-room --set client.id=C-1 --markdown');
    expect(code).toBe(2);
    expect(out).toMatch(/^### client\\-room for Client Acme \\\(C\\-1\\\)\n/);
    expect(out).toContain('- Contracts/');
    expect(out).not.toContain('<b>');
    expect(world.state.asked).toEqual([
      { blueprint: 'client-room', inputs: { client: { id: 'C-1' } }, secrets: {}, from: 'text' },
    ]);
  });

  it('says why there is no plan for somebody', async () => {
    const world = createCliWorld();
    world.state.plan = { blueprint: 'home-room', subject: 'guest@example.com', state: 'skipped', reason: 'A guest.' };
    expect(await world.run('plan home-room --person 1')).toEqual({
      code: 0,
      out: 'skipped: home-room for guest@example.com: A guest.\n',
      err: '',
    });
  });
});

describe('apply', () => {
  const actions = [
    makeAction('create room', [0, 110], { result: 'room 4711' }),
    makeAction('create folder Documents', [112, 240]),
  ];

  it('says each action once as it ends, then the room', async () => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', actions, room, remarks: ['The welcome mail was kept.'] }));
    const { code, out, err } = await world.run('apply home-room --person ada@example.com');
    expect(code).toBe(0);
    expect(err).toBe('✓ create room (110 ms) - room 4711\n✓ create folder Documents (128 ms)\n');
    expect(out.split('\n')).toEqual([
      'done: home-room for Ada Lovelace: everything is as the blueprint says',
      '  room     Home – Ada  http://localhost:3001/rooms/shared/4711',
      '  remark   The welcome mail was kept.',
      '  run      a',
      '',
    ]);
    expect(world.state.asked).toEqual([
      { blueprint: 'home-room', person: 'ada@example.com', recreate: false, wait: true },
    ]);
  });

  it('says nothing of progress with --quiet, and only JSON with --json', async () => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', actions, room }));
    expect((await world.run('apply home-room --person 1 --quiet')).err).toBe('');
    const { out, err } = await world.run('apply home-room --person 1 --json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual(world.state.runs.get('a'));
  });

  it.each([
    ['done-with-remains', 3],
    ['needs-owner', 4],
    ['failed', 1],
    ['skipped', 0],
  ] as const)('that ends %s has the exit code %d', async (state, code) => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', state }));
    expect((await world.run('apply home-room --person 1')).code).toBe(code);
  });

  it('shows the error of a failed run with its hint', async () => {
    const world = createCliWorld();
    const error = {
      kind: 'not-found',
      message: 'The file 9 does not exist.',
      hint: 'Set HOME_TEMPLATE_FILE_IDS.',
    } as const;
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed', error }));
    const { out } = await world.run('apply home-room --person 1');
    expect(out).toContain('failed: home-room for Ada Lovelace: The file 9 does not exist.\n');
    expect(out).toContain('hint     Set HOME_TEMPLATE_FILE_IDS.');
  });

  it('does not wait with --no-wait: changes are then pending', async () => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', actions }));
    const { code, out, err } = await world.run('apply home-room --person 1 --recreate --no-wait');
    expect([code, err]).toEqual([2, '']);
    expect(out).toContain('queued: home-room for Ada Lovelace');
    expect(world.state.asked).toEqual([{ blueprint: 'home-room', person: '1', recreate: true, wait: false }]);
  });
});

describe('archive and close-out', () => {
  it.each([
    ['archive', 'archive'],
    ['close-out', 'closeOut'],
  ] as const)('%s takes a room by its number or address and says how it came out', async (name, part) => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', subject: 'room:4711', state: 'done-with-remains', actions: [] }));
    const { code, out } = await world.run(`${name} https://portal.example.com/rooms/shared/4711/filter?folder=12`);
    expect(code).toBe(3);
    expect(out).toContain('done-with-remains: home-room for room 4711: ');
    await world.run(`${name} 4711 --blueprint guest-close-out --no-wait`);
    expect(world.state.asked).toEqual([
      { [part]: { room: 4711, wait: true } },
      { [part]: { room: 4711, blueprint: 'guest-close-out', wait: false } },
    ]);
  });
});

describe('undo', () => {
  const plan: UndoPlan = {
    runId: 'a',
    room: { id: 4711, title: 'Home – Ada' },
    kind: 'archive',
    items: [],
    lines: ['remove guests and links from room "Home – Ada" (4711)', 'archive it'],
    refusals: [],
    cannot: ['mail to ada@example.com was sent'],
  };

  function createUndoWorld(options: Parameters<typeof createCliWorld>[0], changes: Partial<UndoPlan> = {}) {
    const world = createCliWorld({ ...options, env: { NO_COLOR: '1' } });
    world.state.undoPlan = { ...plan, ...changes };
    world.state.runs.set('a', makeRun({ id: 'a' }));
    return world;
  }

  const undone = [{ planUndo: { runId: 'a', deletes: false } }, { undo: { runId: 'a', deletes: false, wait: true } }];

  it('shows what it would do and does it after a yes', async () => {
    const world = createUndoWorld({ isTTY: true, stdin: 'y\n' });
    const { code, err } = await world.run('undo a');
    expect(code).toBe(0);
    expect(err).toBe(
      [
        'undo of run a, room "Home – Ada" (4711): this is taken back:',
        '  - remove guests and links from room "Home – Ada" (4711)',
        '  - archive it',
        '  = stays done: mail to ada@example.com was sent',
        'Take it back? [y/N] ',
      ].join('\n'),
    );
    expect(world.state.asked).toEqual(undone);
  });

  it.each(['n\n', '\n', '', 'yesterday\n'])('does nothing after %j', async (stdin) => {
    const world = createUndoWorld({ isTTY: true, stdin });
    expect((await world.run('undo a')).code).toBe(2);
    expect(world.state.asked).toEqual([undone[0]]);
  });

  it('needs --yes where nobody can be asked', async () => {
    const world = createUndoWorld({ stdin: 'y\n' });
    const { code, err } = await world.run('undo a');
    expect(code).toBe(2);
    expect(err).toContain('hint: Look at what it would do, then add --yes.');
    expect(world.state.asked).toEqual([undone[0]]);
    expect((await world.run('undo a --delete --yes --json')).code).toBe(0);
    expect(world.state.asked.slice(1)).toEqual([
      { planUndo: { runId: 'a', deletes: true } },
      { undo: { runId: 'a', deletes: true, wait: true } },
    ]);
  });

  it('answers a program that did not say yes what it would do, and does nothing', async () => {
    const world = createUndoWorld({});
    const { code, out, err } = await world.run('undo a --json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toMatchObject({ kind: 'archive', cannot: ['mail to ada@example.com was sent'] });
    expect(world.state.asked).toEqual([undone[0]]);
  });

  it('is refused, --yes or not, when others have added something', async () => {
    const world = createUndoWorld({}, { refusals: ['Bob was added by somebody'] });
    const { code, err } = await world.run('undo a --yes');
    expect(code).toBe(1);
    expect(err).toContain('error: The run cannot be taken back: Bob was added by somebody.');
    expect(world.state.asked).toEqual([undone[0]]);
  });

  it('does nothing when nothing is left', async () => {
    const world = createUndoWorld({}, { kind: 'nothing', lines: [] });
    const { code, out } = await world.run('undo a');
    expect(code).toBe(0);
    expect(out).toContain('nothing of it is there to be taken back');
    expect(world.state.asked).toEqual([undone[0]]);
  });
});

describe('runs', () => {
  it('are listed in a table that fits the terminal and never cuts an id', async () => {
    const world = createCliWorld({ columns: 90 });
    const id = '7f1b9a5260a64d609a3e';
    world.state.runs.set('a', makeRun({ id, room, subject: 'Augusta Ada King, Countess of Lovelace' }));
    const { out } = await world.run('runs list');
    const [head = '', row = ''] = out.split('\n');
    expect(head).toMatch(/^STATE +FOR +BLUEPRINT +ROOM +STARTED +RUN$/);
    expect(row).toContain('…');
    expect(row.endsWith(id)).toBe(true);
    expect(row.length).toBeLessThanOrEqual(90);
  });

  it('are listed whole into a pipe', async () => {
    const world = createCliWorld();
    const subject = 'Augusta Ada King, Countess of Lovelace, who wrote the first programme of all';
    world.state.runs.set('a', makeRun({ id: 'a', subject }));
    expect((await world.run('runs list')).out).toContain(subject);
  });

  it('are asked for by what the options say', async () => {
    const world = createCliWorld();
    world.state.next = 'place-2';
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed' })).set('b', makeRun({ id: 'b' }));
    const { out } = await world.run('runs list --state failed --limit 7 --blueprint home-room --before place-1');
    expect(world.state.asked).toEqual([{ states: ['failed'], limit: 7, blueprint: 'home-room', before: 'place-1' }]);
    expect(out).toContain('failed');
    expect(out).toContain('More: concierge runs list --before place-2');
  });

  it('that are none are said to be none', async () => {
    expect((await createCliWorld().run('runs list')).out).toBe('No runs.\n');
  });

  it('are shown with a timeline', async () => {
    const world = createCliWorld();
    const error = { kind: 'not-found', message: 'No file 9.' } as const;
    const actions = [
      makeAction('create room', [0, 110], { result: 'room 4711' }),
      makeAction('copy file', [112, 240], { state: 'failed', error }),
      { name: 'mail', state: 'planned' as const, after: [], calls: [] },
    ];
    world.state.runs.set('a', makeRun({ id: 'a', actions }));
    const { code, out } = await world.run('runs show a');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'done: home-room for Ada Lovelace: everything is as the blueprint says',
      '  run      a',
      '  cause    user.created (delivery 1)',
      '  started  2026-07-01 11:59:00 UTC, took 1.2 s',
      '  attempt  1',
      '',
      '      +0 ms  ✓ create room (110 ms) - room 4711',
      '    +112 ms  ✗ copy file (128 ms) - No file 9.',
      '             ○ mail',
      '',
    ]);
  });

  it('are called by the name that was read and the key that they are kept under', async () => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', subject: 'key:C-1042', subjectName: 'Client - Acme' }));
    world.state.runs.set('b', makeRun({ id: 'b', subject: 'key:C-1043' }));
    world.state.runs.set('c', makeRun({ id: 'c', subject: `key:${'ab'.repeat(32)}`, subjectName: 'Client - Long' }));
    world.state.runs.set('d', makeRun({ id: 'd', subject: 'person:7', subjectName: 'Ada' }));
    expect((await world.run('runs show a')).out).toContain('home-room for Client - Acme (C-1042): ');
    expect((await world.run('runs show b')).out).toContain('home-room for C-1043: ');
    expect((await world.run('runs show c')).out).toContain('home-room for Client - Long (abababababab…): ');
    expect((await world.run('runs list')).out).toMatch(/ Ada +home-room/);
  });

  it('that do not exist end with 1', async () => {
    expect(await createCliWorld().run('runs show x')).toEqual({
      code: 1,
      out: '',
      err: 'error: There is no run "x".\nhint: See "concierge runs list".\n',
    });
  });

  it('are retried and followed', async () => {
    const world = createCliWorld();
    world.state.runs.set('a', makeRun({ id: 'a', actions: [makeAction('create room', [0, 5])], room }));
    const { code, out, err } = await world.run('runs retry a');
    expect([code, err]).toEqual([0, '✓ create room (5 ms)\n']);
    expect(out).toContain(room.url);
    expect(world.state.asked).toEqual([{ id: 'a', wait: true }]);
  });
});

describe('start and serve', () => {
  const ready = {
    url: 'http://localhost:3000',
    places: [
      { name: 'Service', where: 'http://localhost:3000' },
      { name: 'Sandbox portal', where: 'http://localhost:3001' },
    ],
    signInUrl: 'http://localhost:3000/login?code=abc',
    adminToken: 'ct_first',
    tryFirst: [{ text: 'Add a person in the sandbox.' }, { text: 'Plan a room.', command: 'concierge plan home-room' }],
    warnings: ['Mails are kept, not sent.'],
  };

  it.each(['start', 'serve'])('%s says what runs where, the way in and what to try first', async (name) => {
    const world = createCliWorld();
    world.state.ready = ready;
    const { code, out } = await world.run(name);
    expect(code).toBe(0);
    expect(world.state.asked).toEqual([name]);
    expect(out).toContain('  Service         http://localhost:3000\n  Sandbox portal  http://localhost:3001\n');
    expect(out).toContain('  http://localhost:3000/login?code=abc\n');
    expect(out).toContain('  ct_first\n');
    expect(out).toContain('  1. Add a person in the sandbox.\n  2. Plan a room.\n     concierge plan home-room\n');
    expect(out).toContain('note: Mails are kept, not sent.\n');
  });

  it('say it in one line of JSON to programs', async () => {
    const world = createCliWorld();
    world.state.ready = ready;
    const { out } = await world.run('start --json');
    expect(out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(out)).toEqual(ready);
  });
});

describe('sandbox', () => {
  it('is given its options and its exit code is ours', async () => {
    const world = createCliWorld();
    world.state.sandboxExitCode = 3;
    const { code } = await world.run(
      'sandbox --port 0 --api-key sk-1 --seed demo --latency 5 --state s.json --strict-urls --json',
    );
    expect(code).toBe(3);
    expect(world.state.asked).toEqual([
      [
        '--port',
        '0',
        '--api-key',
        'sk-1',
        '--seed',
        'demo',
        '--latency',
        '5',
        '--state',
        's.json',
        '--strict-urls',
        '--json',
      ],
    ]);
  });

  it('is given nothing that was not asked for', async () => {
    const world = createCliWorld();
    await world.run('sandbox');
    expect(world.state.asked).toEqual([[]]);
  });
});
