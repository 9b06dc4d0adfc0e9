import ipaddr from 'ipaddr.js';
import type { MiddlewareHandler } from 'hono';
import type { AppContext, AppEnv } from './app-env.ts';

/** Who a request comes from, as far as the connection and the proxies that are trusted tell. */
export interface Client {
  /** IP address; empty where there is none, as in tests. */
  readonly address: string;
  /** The name that the client asked for. */
  readonly host: string | undefined;
  /** Whether the client's own connection is encrypted, as a trusted proxy says. */
  readonly isSecure: boolean;
}

/** What may be said of addresses: `loopback` and `private` are networks by name, all others an address or a network. */
type IsTrusted = (address: string) => boolean;

/**
 * Finds out for each request who sends it. `X-Forwarded-` headers are read of connections from trusted proxies only: anybody may write
 * them. Each proxy appends the address that it was asked from, so the client is the last that is no trusted proxy itself; what stands before
 * it the client may have made up.
 */
export function readClient(trusted: readonly string[]): MiddlewareHandler<AppEnv> {
  const isTrusted = createTrust(trusted);
  return async function readClient(c, next) {
    c.set('client', clientOf(c, isTrusted));
    await next();
  };
}

function clientOf(c: AppContext, isTrusted: IsTrusted): Client {
  const address = plain(c.env.incoming?.socket.remoteAddress ?? '');
  const host = c.req.header('host');
  if (!isTrusted(address)) return { address, host, isSecure: false };
  const hops = wordsOf(c.req.header('x-forwarded-for')).map(plain);
  return {
    address: lastStranger(hops, isTrusted) ?? address,
    host: wordsOf(c.req.header('x-forwarded-host')).at(-1) ?? host,
    isSecure: wordsOf(c.req.header('x-forwarded-proto')).at(-1)?.toLowerCase() === 'https',
  };
}

/** From the right; a word that is no address ends the search, since what stands before it cannot be believed either. */
function lastStranger(hops: readonly string[], isTrusted: IsTrusted): string | undefined {
  let found: string | undefined;
  for (const hop of hops.toReversed()) {
    if (!ipaddr.isValid(hop)) return found;
    found = hop;
    if (!isTrusted(hop)) return found;
  }
  return found;
}

function wordsOf(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** An address as it is compared: IPv4 in the clothes of IPv6 is IPv4. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function createTrust(trusted: readonly string[]): IsTrusted {
  const ranges = trusted.filter((word) => ipaddr.isValidCIDR(word)).map((word) => ipaddr.parseCIDR(word));
  const addresses = new Set(trusted.filter((word) => ipaddr.isValid(word)).map(plain));
  const names = new Set(trusted);
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    const range = parsed.range();
    if (names.has('loopback') && range === 'loopback') return true;
    if (names.has('private') && (range === 'private' || range === 'uniqueLocal')) return true;
    return addresses.has(parsed.toString()) || ranges.some((one) => isWithin(parsed, one));
  };
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
