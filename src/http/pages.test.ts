import { describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../test/support/http-world.ts';
import { makeRun } from '../../test/support/make-run.ts';

async function open(world: HttpWorld, path: string): Promise<string> {
  const answer = await world.request(path, { headers: await world.signInBrowser() });
  return answer.text();
}

describe('the first page', () => {
  it('says that all is well, where the portal is, and what to do first', async () => {
    const page = await open(createHttpWorld(), '/');
    expect(page).toContain('All is well');
    expect(page).toContain('Works with the sandbox portal at');
    expect(page).toContain('href="http://localhost:3001"');
    expect(page).toContain('press “Add a person”');
  });

  it('says how many things need attention and what to do', async () => {
    const world = createHttpWorld();
    world.state.overview = {
      portal: { kind: 'portal', url: 'https://portal.example.com' },
      checks: [
        { name: 'Portal', state: 'bad', text: 'Does not answer.', hint: 'Look at DOCSPACE_BASE_URL.' },
        { name: 'Mail', state: 'attention', text: 'Not set.' },
      ],
      counts: {},
    };
    const page = await open(world, '/');
    expect(page).toContain('2 things need attention');
    expect(page).toContain('Look at DOCSPACE_BASE_URL.');
    expect(page).toContain('concierge apply home-room');
  });

  it('lists runs with state, subject, room address and age', async () => {
    const world = createHttpWorld();
    const room = { id: 7, title: 'Home – Ada', url: 'http://localhost:3001/rooms/shared/7' };
    world.state.runs.set('a', makeRun({ id: 'home-room:a', room, createdAt: '2026-07-01T11:57:00.000Z' }));
    world.state.next = 'place 2';
    const page = await open(world, '/');
    expect(page).toContain('href="/runs/home-room%3Aa"');
    expect(page).toContain('href="http://localhost:3001/rooms/shared/7"');
    expect(page).toContain('3 min ago');
    expect(page).toContain('href="/?before=place+2"');
  });

  it('shows the runs of one state and says what it means', async () => {
    const world = createHttpWorld();
    world.state.overview = { ...world.state.overview, counts: { 'nothing-to-do': 3 } };
    const page = await open(world, '/?state=nothing-to-do');
    expect(page).toContain('everything was so already');
    expect(page).toContain('No run is in the state “nothing-to-do”.');
    expect(page).toMatch(/aria-current="page"\s*>nothing to do <b>3<\/b>/);
  });

  it('escapes what comes from outside and links only to web addresses', async () => {
    const world = createHttpWorld();
    const room = { id: 7, title: '<b>"Home"</b>', url: 'javascript:alert(1)' };
    world.state.runs.set('a', makeRun({ id: 'a', subject: '<script>alert(1)</script>', room }));
    const page = await open(world, '/');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<b>"Home"');
    expect(page).not.toContain('javascript:');
  });
});

describe('the page of a run', () => {
  it('shows its actions as a timeline with durations', async () => {
    const world = createHttpWorld();
    const actions = [
      {
        name: 'create room',
        state: 'done',
        startedAt: '2026-07-01T11:59:00.000Z',
        endedAt: '2026-07-01T11:59:00.100Z',
      },
      { name: 'share', state: 'done', startedAt: '2026-07-01T11:59:00.100Z', endedAt: '2026-07-01T11:59:00.200Z' },
      { name: 'mail', state: 'planned' },
    ] as const;
    world.state.runs.set('a', makeRun({ id: 'a', actions, remarks: ['The mail was kept.'] }));
    const page = await open(world, '/runs/a');
    expect(page).toContain('<rect x="0.00%" y="25%" width="50.00%"');
    expect(page).toContain('<rect x="50.00%" y="25%" width="50.00%"');
    expect(page.match(/100 ms/g)).toHaveLength(2);
    expect(page).toContain('The mail was kept.');
  });

  it('of a failed run shows error, hint and a way to retry', async () => {
    const world = createHttpWorld();
    const error = {
      kind: 'not-found',
      message: 'The file 9 does not exist.',
      hint: 'Set HOME_TEMPLATE_FILE_IDS.',
    } as const;
    world.state.runs.set('a', makeRun({ id: 'a', state: 'failed', error }));
    const page = await open(world, '/runs/a');
    expect(page).toContain('The file 9 does not exist.');
    expect(page).toContain('Set HOME_TEMPLATE_FILE_IDS.');
    expect(page).toContain('action="/runs/a/retry"');
  });

  it('offers a retry neither for a run that is done nor to a viewer', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a' })).set('b', makeRun({ id: 'b', state: 'failed' }));
    expect(await open(world, '/runs/a')).not.toContain('/retry');
    const asViewer = await world.request('/runs/b', { headers: await world.authorize('viewer') });
    expect(await asViewer.text()).not.toContain('/retry');
  });

  it('is read again by itself only while the run goes on', async () => {
    const world = createHttpWorld();
    world.state.runs.set('a', makeRun({ id: 'a', state: 'running' })).set('b', makeRun({ id: 'b' }));
    expect(await open(world, '/runs/a')).toContain('<main id="live">');
    expect(await open(world, '/runs/b')).not.toContain('id="live"');
  });

  it('that does not exist is told as a page', async () => {
    const page = await open(createHttpWorld(), '/runs/x');
    expect(page).toContain('<h1>Not found</h1>');
    expect(page).toContain('There is no run &quot;x&quot;.');
  });
});
