import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { Secret } from '../base/secret.ts';

/** How many calls to the portal may be under way at once, come in a minute, and write in a day: as on the vendor's cloud, any number, or these. */
export type PortalLimits =
  | 'cloud'
  | 'none'
  | { readonly reads: number; readonly writes: number; readonly perMinute?: number; readonly perDay?: number };

// An issue is reported with its setting's name in front, so each message begins with "must", and never repeats the value.

/** An http or https address. Out: without a trailing slash; a path is kept. */
export function httpUrl() {
  return z.string().transform((text, context) => {
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol)) {
      return refuse(context, 'must be an address that starts with http:// or https://');
    }
    if (url.username || url.password || url.search || url.hash) {
      return refuse(context, 'must be an address without user name, password, query and fragment');
    }
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  });
}

/** A URL of one of the schemes. It may hold a password, so the whole of it is a secret. */
export function secretUrl(schemes: readonly string[]) {
  const wanted = schemes.map((scheme) => `${scheme}://`).join(' or ');
  return z.string().transform((text, context) => {
    const url = URL.parse(text);
    const isWanted = url !== null && schemes.includes(url.protocol.slice(0, -1)) && `${url.host}${url.pathname}` !== '';
    return isWanted ? new Secret(text) : refuse(context, `must be an address that starts with ${wanted}`);
  });
}

export function secretWord(pattern: RegExp, message: string) {
  return z
    .string()
    .regex(pattern, message)
    .transform((text) => new Secret(text));
}

/** A secret that is sent in an `Authorization` header. */
export function secretToken() {
  return secretWord(/^[\x21-\x7e]+$/, 'must be one word of plain ASCII characters, without "Bearer"');
}

/** Secrets separated by commas; none when unset. */
export function secretList() {
  return commaList().transform((words): readonly Secret[] => words.map((word) => new Secret(word)));
}

export function yesOrNo() {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((word) => word === 'true');
}

/** Digits only. */
export function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${String(least)} to ${String(most)}`;
  return z
    .string()
    .regex(/^\d{1,7}$/, message)
    .transform(Number)
    .refine((number) => number >= least && number <= most, message);
}

/** What the incoming webhook of a chat takes. */
export const chatFormats = ['slack', 'teams'] as const;

/** Hosts, each with a port or without. */
export function hostList() {
  const host = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .refine((hosts) => hosts.every((one) => host.test(one)), 'must be hosts such as crm.example or crm.example:8443');
}

export function port() {
  return wholeNumber(0, 65_535);
}

export function networkHost() {
  return z.string().regex(/^[\w.:%-]+$/, 'must be a host name or an IP address, without a port');
}

/** A path below which a service stands: empty for none, else with a leading slash and without a trailing one. */
export function basePath() {
  return z
    .string()
    .transform((text) => text.replace(/\/+$/, ''))
    .refine(
      (text) => /^(\/[\w.~-]+)*$/.test(text) && !/\/\.{1,2}(\/|$)/.test(text),
      'must be a path such as /concierge',
    )
    .optional();
}

/** Addresses and networks, as the requests of trusted proxies come from. */
export function proxyList() {
  return commaList().refine(
    (words) => words.every((word) => namedNetworks.has(word) || ipaddr.isValid(word) || ipaddr.isValidCIDR(word)),
    'must be IP addresses or networks such as 10.1.0.0/16, or loopback or private, separated by commas',
  );
}

const namedNetworks = new Set(['loopback', 'private']);

/** Words separated by commas; none when unset. */
function commaList() {
  return z
    .string()
    .optional()
    .transform((text): readonly string[] => splitList(text ?? ''));
}

/** Names of environment variables, separated by commas; none when unset. */
export function variableNames() {
  return commaList().refine(
    (names) => names.every((name) => /^[A-Za-z_]\w*$/.test(name)),
    'must be names of environment variables, separated by commas',
  );
}

const bareAddress = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/;

export function mailAddress() {
  return z.string().regex(bareAddress, 'must be one e-mail address');
}

/** `name@example.com`, or with a display name: `Name <name@example.com>`. */
export function mailSender() {
  return z.string().refine((text) => {
    const address = /^[^<>,;:\\@\r\n]*<([^<>]*)>$/.exec(text)?.[1] ?? text;
    return bareAddress.test(address);
  }, 'must be one e-mail address, or a name followed by the address in angle brackets');
}

/** `cloud`, `none`, or `reads=N,writes=N`, which `minute=N` and `day=N` may follow. */
export function portalLimits() {
  return z.string().transform((text, context): PortalLimits => {
    if (text === 'cloud' || text === 'none') return text;
    const words = splitList(text);
    const pairs = new Map(words.map((pair) => readPair(pair)));
    const [reads, writes, perMinute, perDay] = ['reads', 'writes', 'minute', 'day'].map((name) => pairs.get(name));
    const isWhole = pairs.size === words.length && !pairs.has(undefined);
    if (isWhole && reads && writes) {
      return Object.freeze({ reads, writes, ...(perMinute ? { perMinute } : {}), ...(perDay ? { perDay } : {}) });
    }
    return refuse(
      context,
      'must be cloud, none, or numbers like reads=50,writes=15 or reads=50,writes=15,minute=1500,day=10000 (from 1 to 999, minute and day to 99999)',
    );
  });
}

function readPair(pair: string): [string | undefined, number | undefined] {
  const match = /^(reads|writes|minute|day)\s*=\s*([1-9]\d{0,4})$/.exec(pair);
  const isFit = match && (['minute', 'day'].includes(match[1] ?? '') || Number(match[2]) <= 999);
  return isFit ? [match[1], Number(match[2])] : [undefined, undefined];
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
