import { describe, expect, it } from 'vitest';
import { parseBlueprint } from '../../blueprint/parse-blueprint.ts';
import { checkBorrowing } from './check-borrowing.ts';
import { checkReferences } from './check-references.ts';
import { checkHearing, checkReach } from './check-webhook-settings.ts';
import { AppError } from '../../base/errors.ts';

function aBlueprint(lines: readonly string[]) {
  const text = ['apiVersion: concierge/v1', ...lines].join('\n');
  const parsed = parseBlueprint({ file: 'a.yaml', text });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return { blueprint: parsed.blueprint, file: 'a.yaml', text, hash: '' };
}

describe('a close-out that may take rooms over', () => {
  const borrows = [aBlueprint(['kind: CloseOut', 'name: closer', 'remove: [guests]', 'ownership: borrow'])];

  it('is told what it lacks: the switch, or the key of a DocSpace admin', () => {
    const off = checkBorrowing(borrows, { allowBorrow: false, kind: 'owner' });
    expect(off).toMatchObject([{ name: 'Blueprint closer', state: 'attention', hint: /ALLOW_BORROW/ }]);
    const weak = checkBorrowing(borrows, { allowBorrow: true, kind: 'room-admin' });
    expect(weak).toMatchObject([{ state: 'bad', text: /room-admin/ }]);
  });

  it('is fine with both, and others need neither', () => {
    expect(checkBorrowing(borrows, { allowBorrow: true, kind: 'docspace-admin' })).toEqual([]);
    const never = [aBlueprint(['kind: CloseOut', 'name: closer', 'remove: [guests]'])];
    expect(checkBorrowing(never, { allowBorrow: false, kind: 'room-admin' })).toEqual([]);
  });
});

describe('the webhook', () => {
  const portal = { isRegistered: true, url: 'https://c.example/docspace/webhook', faults: [] };

  it('is said to be out of reach where the last delivery failed, with why', () => {
    const failed = { ...portal, lastSuccessAt: '2026-07-01T10:00:00Z', lastFailureAt: '2026-07-01T11:30:00Z' };
    expect(checkReach({ ...failed, lastFailure: 'ECONNREFUSED' })).toMatchObject([
      { state: 'bad', text: /at 2026-07-01 11:30 UTC: ECONNREFUSED/, hint: /address/ },
    ]);
  });

  it('is within reach once a later delivery came through, or when none ever failed', () => {
    const mended = { ...portal, lastFailureAt: '2026-07-01T10:00:00Z', lastSuccessAt: '2026-07-01T11:30:00Z' };
    expect(checkReach(mended)).toEqual([]);
    expect(checkReach(portal)).toEqual([]);
  });
});

describe('a webhook that was never heard', () => {
  const young = { by: 'nothing', why: 'no delivery has come yet', isAwaited: true } as const;

  it('needs a look and no more while it is young, with what makes a delivery come', () => {
    expect(checkHearing(young, true)).toMatchObject([{ state: 'attention', text: young.why, hint: /add a person/ }]);
    const [polled] = checkHearing({ ...young, by: 'polling' }, false);
    expect(polled).toMatchObject({ state: 'attention', text: /until then .* each minute/, hint: /not registered/ });
  });

  it('does not work when it is old, when the portal fails to deliver, and when something is wrong with it', () => {
    const old = { by: 'nothing', why: 'no delivery has ever come' } as const;
    expect(checkHearing(old, true)).toMatchObject([{ state: 'bad', hint: /webhook register/ }]);
    const portal = { isRegistered: true, url: 'https://c.example/docspace/webhook', faults: [] };
    const failing = { ...portal, lastFailureAt: '2026-07-01T11:30:00Z' };
    const states = (one: Parameters<typeof checkHearing>[0]) => checkHearing(one, true).map(({ state }) => state);
    expect(states({ ...young, portal: failing })).toEqual(['attention', 'bad']);
    expect(states({ ...young, portal: { ...portal, faults: ['it is switched off'] } })).toEqual(['attention', 'bad']);
  });
});

describe('what a blueprint names', () => {
  it('is looked for in the portal, and what is missing is told with what to do', async () => {
    const blueprint = aBlueprint([
      ...['kind: Room', 'name: r', 'on: { http: true }', 'inputs: { id: string }', 'key: "{{ id }}"'],
      'room: { title: T, from: "77", contents: [{ copy: "{{ env.FILES }}" }] }',
    ]);
    const missing = () => Promise.reject(new AppError('not-found', 'It is not there.'));
    const file = { id: 5, title: 'a', extension: '', version: 1 };
    const portal = { file: () => Promise.resolve(file), group: missing, folder: missing, roomTemplate: missing };
    const checks = await checkReferences([blueprint], { FILES: '5' }, portal);
    expect(checks).toMatchObject([{ state: 'bad', text: 'room template 77: It is not there.', hint: /blueprint/ }]);
  });
});
