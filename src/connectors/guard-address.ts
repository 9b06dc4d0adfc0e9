import { lookup as lookUp } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError } from '../base/errors.ts';

/** Resolves a name to all its addresses. */
export type ResolveHost = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const resolveHost: ResolveHost = (host) => lookUp(host, { all: true, order: 'verbatim' });

export interface CheckedAddress {
  readonly address: string;
  readonly family: number;
}

/**
 * The address that a request may go to: each address of the name must be a public one, unless the name is allowed. The request has to
 * use the answer, since a name may stand for something else a moment later.
 * Errors: `rejected` for an address inside; `unavailable` for a name that cannot be resolved.
 */
export async function guardAddress(
  { hostname, port }: { readonly hostname: string; readonly port: string },
  { allowed, resolve }: { readonly allowed: readonly string[]; readonly resolve: ResolveHost },
): Promise<CheckedAddress> {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveAll(host, resolve);
  const [first] = found;
  if (!first) throw unresolved(host);
  const isAllowed = allowed.some((one) => one === host || one === `${host}:${port}`);
  const inside = isAllowed ? undefined : found.find(({ address }) => !isPublic(address));
  if (!inside) return first;
  throw new AppError('rejected', `${host} is an address inside (${ipaddr.process(inside.address).range()})`, {
    hint: `Name ${host} in HTTP_ALLOW_HOSTS if requests may go there.`,
  });
}

async function resolveAll(host: string, resolve: ResolveHost): Promise<readonly CheckedAddress[]> {
  try {
    return await resolve(host);
  } catch {
    throw unresolved(host);
  }
}

function unresolved(host: string): AppError {
  return new AppError('unavailable', `${host} cannot be found`, {
    hint: 'Check the name, and that names can be looked up from here.',
    details: { effect: 'none' },
  });
}

/** Anything else than plain unicast leads inside, or through a tunnel to where nobody looked: private, loopback, link-local, 6to4, NAT64 … */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
