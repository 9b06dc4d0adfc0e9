import { describe, expect, it } from 'vitest';
import { createCliWorld } from '../../../test/support/cli-world.ts';

describe('webhook status', () => {
  it('says that deliveries arrive, and ends with 0', async () => {
    const world = createCliWorld();
    world.state.webhook = { by: 'webhook', why: 'deliveries arrive', lastHeardAt: '2026-07-01T12:00:00.000Z' };
    const { code, out } = await world.run('webhook status');
    expect(code).toBe(0);
    expect(out).toContain('Deliveries of the portal arrive.\nLast heard: 2026-07-01T12:00:00.000Z\n');
    expect(out).toContain('DOCSPACE_ADMIN_KEY is not set');
  });

  it('says what makes a first delivery come, while none has and that is no wonder', async () => {
    const world = createCliWorld();
    world.state.webhook = { by: 'nothing', why: 'no delivery has come yet', isAwaited: true };
    expect((await world.run('webhook status')).out).toContain('never\nTo hear a delivery now, add a person');
    world.state.webhook = { by: 'webhook', why: 'the portal has our webhook switched on' };
    const { code, out } = await world.run('webhook status');
    expect(code).toBe(0);
    expect(out).toContain('The webhook is switched on, and nothing has come yet.\nLast heard: never\n');
  });

  it('says why the portal is polled and what is wrong with the webhook, and ends with 3', async () => {
    const world = createCliWorld();
    const portal = {
      ...{ isRegistered: true, enabled: false, url: 'https://old.example/docspace/webhook' },
      ...{ faults: ['it is switched off'], lastFailureAt: '2026-07-01T12:00:00.000Z', lastFailure: 'no route to host' },
    };
    world.state.webhook = { by: 'polling', why: 'it is switched off', portal };
    const { code, out } = await world.run('webhook status');
    expect(code).toBe(3);
    expect(out.split('\n')).toEqual([
      'The portal is looked through each minute: it is switched off.',
      'Last heard: never',
      'Registered: https://old.example/docspace/webhook (switched off)',
      'Last delivered: never',
      'Last failed: 2026-07-01T12:00:00.000Z: no route to host',
      'Fault: it is switched off',
      'Set it right: concierge webhook register',
      '',
    ]);
  });

  it('says how to register one that is not there', async () => {
    const world = createCliWorld();
    const portal = { isRegistered: false, url: 'https://concierge.example/docspace/webhook', faults: ['none'] };
    world.state.webhook = { by: 'nothing', why: 'no secret', portal };
    expect((await world.run('webhook status')).out).toContain('concierge webhook register');
  });
});

it.each(['register', 'rotate', 'remove'])('webhook %s does so, and names the address', async (how) => {
  const world = createCliWorld();
  const { code, out } = await world.run(`webhook ${how}`);
  expect([code, world.state.asked]).toEqual([0, [{ webhook: how }]]);
  expect(out).toContain('https://concierge.example/docspace/webhook');
  expect(JSON.parse((await world.run(`webhook ${how} --json`)).out)).toHaveProperty(how);
});

it('webhook catch-up says how many had never come', async () => {
  const { code, out } = await createCliWorld().run('webhook catch-up');
  expect([code, out]).toEqual([0, '1 delivery that never came was taken in; 12 were looked at.\n']);
});
