import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** What the portal's SSRF guard says of an address; `blocked` is a blacklisted one, `invalid` anything else that fails. */
export type UrlVerdict =
  { ok: true; url: URL; address: string } | { ok: false; why: 'blocked' | 'invalid'; message: string };

const dnsTimeoutMs = 3000;
const loopback: readonly Range[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];
const privateRanges: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::', 128],
  ['fc00::', 8],
  ['fd00::', 8],
  ['fe80::', 10],
];
const blockedAlways = blockListOf(privateRanges);
const blockedStrictly = blockListOf([...privateRanges, ...loopback]);

type Range = readonly [network: string, prefix: number];

/**
 * Applies the portal's URL rules to a webhook address: http or https (https alone with `ssl`), a name that resolves within
 * three seconds, no resolved address in the default blacklist. Loopback passes unless `strictUrls`, since a sandbox's
 * receivers are on this machine. Never throws.
 */
export async function checkUrl(uri: string, rules: { ssl: boolean; strictUrls: boolean }): Promise<UrlVerdict> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return invalid('The URL must be http or https');
  if (rules.ssl && url.protocol !== 'https:') return invalid('The URL must be https');
  const addresses = await resolve(url.hostname);
  const [first] = addresses;
  if (first === undefined) return invalid('The host name cannot be resolved');
  const list = rules.strictUrls ? blockedStrictly : blockedAlways;
  if (addresses.some((address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')))
    return { ok: false, why: 'blocked', message: 'The address is not allowed' };
  return { ok: true, url, address: first };
}

function invalid(message: string): UrlVerdict {
  return { ok: false, why: 'invalid', message };
}

async function resolve(hostname: string): Promise<string[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return [host];
  const tooLate = new Promise<string[]>((done) => {
    setTimeout(done, dnsTimeoutMs, []).unref();
  });
  const found = lookup(host, { all: true, order: 'ipv4first' }).then(
    (answers) => answers.map((answer) => answer.address),
    () => [],
  );
  return Promise.race([found, tooLate]);
}

function blockListOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
