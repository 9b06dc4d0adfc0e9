import { errorKindOf } from '../../base/errors.ts';
import { permits, type ApiKeyInfo } from '../../docspace/keys.ts';
import type { Person } from '../../docspace/person.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Check } from '../../http/parts.ts';
import { failedCheck } from './failed-check.ts';

type Reader = Pick<PortalReader, 'self' | 'apiKey' | 'portalTime'>;

/** What the portal itself says: whether it answers, what the key may do, whose it is, and what time it is there. */
export interface PortalChecks {
  /** Whether the portal could be reached at all: without it nothing else can be asked. */
  readonly isReached: boolean;
  readonly checks: readonly Check[];
}

/** Each scope that something needs, and what does not work without it. */
const neededScopes = [
  { scope: 'accounts.self:read', without: 'nothing works: the account of the key cannot be read' },
  { scope: 'rooms:write', without: 'no room can be made, shared or archived' },
  { scope: 'files:write', without: 'no folders, documents, links or reports can be made' },
  { scope: 'accounts:read', without: 'people and groups cannot be looked up' },
] as const;

const soonMs = 14 * 24 * 3_600_000;

/** Reads only. Never throws: what fails is what it tells. */
export async function checkPortal(url: string, portal: Reader): Promise<PortalChecks> {
  try {
    const self = await portal.self();
    const key = await portal.apiKey();
    return { isReached: true, checks: [reached(url, self), checkScopes(key), ...checkEnd(key), checkClock(portal)] };
  } catch (error) {
    return { isReached: errorKindOf(error) !== 'unavailable', checks: [failedCheck('Portal', error)] };
  }
}

function reached(url: string, { name, kind }: Person): Check {
  const text = `${url} answers; the key belongs to ${name} (${kind})`;
  if (kind !== 'user' && kind !== 'guest') return { name: 'Portal', state: 'good', text };
  const hint = 'Use a key of a room admin or a DocSpace admin: only they may create rooms.';
  return { name: 'Portal', state: 'bad', text, hint };
}

function checkScopes(key: ApiKeyInfo): Check {
  const missing = neededScopes.filter(({ scope }) => !permits(key, scope));
  if (missing.length === 0) {
    const text =
      key.permissions.length === 0 ? 'may do everything its owner may' : `may do ${key.permissions.join(', ')}`;
    return { name: 'API key', state: 'good', text };
  }
  return {
    name: 'API key',
    state: 'bad',
    text: missing.map(({ scope, without }) => `lacks ${scope}: ${without}`).join('; '),
    hint: `In DocSpace, give the key the scopes ${neededScopes.map(({ scope }) => scope).join(', ')}.`,
  };
}

function checkEnd({ expiresAt }: ApiKeyInfo): readonly Check[] {
  if (expiresAt === undefined) return [];
  const left = Date.parse(expiresAt) - Date.now();
  if (Number.isNaN(left) || left > soonMs) return [];
  const text = `ends on ${expiresAt.slice(0, 10)}`;
  return [{ name: 'API key', state: 'attention', text, hint: 'Make a new key and set DOCSPACE_API_KEY before then.' }];
}

const mostSkewMs = 30_000;

/** Expiries are counted by the portal's clock; one that is far from ours makes links and access end at the wrong time. */
function checkClock(portal: Reader): Check {
  const there = portal.portalTime();
  if (!there) {
    const hint = 'Let the proxy before the portal pass the header Date on: ends of access are counted by it.';
    return { name: 'Clock', state: 'attention', text: 'the portal does not say what time it is', hint };
  }
  const seconds = Math.round((there.getTime() - Date.now()) / 1_000);
  if (Math.abs(seconds) * 1_000 <= mostSkewMs) {
    return { name: 'Clock', state: 'good', text: 'the portal and this machine agree' };
  }
  const text = `the portal is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} this machine`;
  return { name: 'Clock', state: 'attention', text, hint: 'Let both take their time from the network (NTP).' };
}
