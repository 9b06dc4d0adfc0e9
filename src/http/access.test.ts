import { describe, expect, it } from 'vitest';
import { Secret } from '../base/secret.ts';
import { createMemoryAccessRecords } from '../../test/support/memory-access-records.ts';
import { createAccess } from './access.ts';
import { includesRole } from './access-records.ts';
import { randomBytes } from 'node:crypto';

function createWorld(apiToken?: string) {
  const records = createMemoryAccessRecords();
  const clock = { now: new Date('2026-07-01T12:00:00Z') };
  const access = createAccess(records, {
    now: () => clock.now,
    random: randomBytes,
    apiToken: apiToken === undefined ? undefined : new Secret(apiToken),
  });
  const pass = (minutes: number): void => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  return { records, access, pass };
}

describe('the first token', () => {
  it('is made once, opens as admin and is stored only as a hash', async () => {
    const { access, records } = createWorld();
    const token = (await access.createFirstToken())?.reveal() ?? '';
    expect(token).toMatch(/^ct_[\w-]{43}$/);
    expect(await access.createFirstToken()).toBeUndefined();
    expect(await access.identifyToken(token)).toEqual({ name: 'first admin token', role: 'admin' });
    expect(JSON.stringify([...records.tokens])).not.toContain(token);
  });

  it('is not made when a token is given from outside', async () => {
    const { access, records } = createWorld('from-outside');
    expect(await access.createFirstToken()).toBeUndefined();
    expect(records.tokens.size).toBe(0);
  });
});

describe('identifyToken', () => {
  it('knows the token given from outside, and no other text', async () => {
    const { access } = createWorld('from-outside');
    expect(await access.identifyToken('from-outside')).toEqual({ name: 'API_TOKEN', role: 'admin' });
    expect(await access.identifyToken('from-outsidE')).toBeUndefined();
    expect(await access.identifyToken('')).toBeUndefined();
  });

  it('does not take a stored hash for its token', async () => {
    const { access, records } = createWorld();
    await access.createFirstToken();
    const [hash = ''] = records.tokens.keys();
    expect(await access.identifyToken(hash)).toBeUndefined();
  });
});

describe('a login code', () => {
  it('opens one session', async () => {
    const { access } = createWorld();
    const code = (await access.createLoginCode()).reveal();
    const session = await access.redeemLoginCode(code);
    expect(await access.identifySession(session?.secret.reveal() ?? '')).toEqual({
      name: 'one-time address',
      role: 'admin',
    });
    expect(await access.redeemLoginCode(code)).toBeUndefined();
  });

  it('opens one session for two who use it at once', async () => {
    const { access } = createWorld();
    const code = (await access.createLoginCode()).reveal();
    const sessions = await Promise.all([access.redeemLoginCode(code), access.redeemLoginCode(code)]);
    expect(sessions.filter((session) => session !== undefined)).toHaveLength(1);
  });

  it('ends after five minutes', async () => {
    const { access, pass } = createWorld();
    const code = (await access.createLoginCode()).reveal();
    pass(5);
    expect(await access.redeemLoginCode(code)).toBeUndefined();
  });
});

describe('a session', () => {
  it('ends after twelve hours', async () => {
    const { access, pass } = createWorld('t');
    const secret = (await access.signIn('t'))?.secret.reveal() ?? '';
    pass(12 * 60 - 1);
    expect(await access.identifySession(secret)).toEqual({ name: 'API_TOKEN', role: 'admin' });
    pass(1);
    expect(await access.identifySession(secret)).toBeUndefined();
  });

  it('ends with the sign-out', async () => {
    const { access } = createWorld('t');
    const secret = (await access.signIn('t'))?.secret.reveal() ?? '';
    await access.signOut(secret);
    expect(await access.identifySession(secret)).toBeUndefined();
  });

  it('is not opened for an unknown token', async () => {
    const { access, records } = createWorld('t');
    expect(await access.signIn('u')).toBeUndefined();
    expect(records.sessions.size).toBe(0);
  });
});

it('a role includes those below it and none above', () => {
  expect(includesRole('admin', 'viewer')).toBe(true);
  expect(includesRole('operator', 'operator')).toBe(true);
  expect(includesRole('viewer', 'operator')).toBe(false);
});
