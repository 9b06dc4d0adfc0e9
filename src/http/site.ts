/** Where this service may be reached. */
export interface Site {
  /** The address it listens on, as set: `127.0.0.1`, `::1`, `0.0.0.0`. */
  readonly host: string;
  /** The port it listens on. Asked for each request: told to take any free port, it is known only once it listens. */
  readonly port: () => number;
  /** The address that the portal and people use, where a proxy stands before the service. */
  readonly publicUrl: URL | undefined;
  /** Path below which it stands behind a proxy: empty, or `/concierge`. */
  readonly basePath: string;
  /** Whose `X-Forwarded-` headers are believed: addresses, networks, `loopback`, `private`. */
  readonly trustedProxies: readonly string[];
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a Host header names this service. Anything else is a stranger's page that points its own name at us (DNS rebinding). */
export function isOwnHost(site: Site, hostHeader: string | undefined): boolean {
  if (hostHeader === undefined) return false;
  const { publicUrl } = site;
  if (publicUrl && parseOrigin(`${publicUrl.protocol}//${hostHeader}`)?.host === publicUrl.host) return true;
  const host = parseOrigin(`http://${hostHeader}`)?.host;
  return host !== undefined && ownHosts(site).includes(host);
}

/** Whether an Origin header is one of this service's own addresses. `null`, which hidden origins send, is not. */
export function isOwnOrigin(site: Site, origin: string): boolean {
  if (origin === site.publicUrl?.origin) return true;
  return ownHosts(site).some((host) => origin === `http://${host}`);
}

/** Whether a request comes from a page of the very address that it is sent to. */
export function isSameOrigin(site: Site, origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined || !isOwnOrigin(site, origin)) return false;
  return (
    origin === site.publicUrl?.origin || parseOrigin(origin)?.host === parseOrigin(`http://${hostHeader ?? ''}`)?.host
  );
}

function ownHosts(site: Site): readonly string[] {
  const names = new Set([...loopbackNames, site.host.includes(':') ? `[${site.host}]` : site.host.toLowerCase()]);
  // Through URL, because port 80 is not written in a Host header.
  return [...names].flatMap((name) => parseOrigin(`http://${name}:${String(site.port())}`)?.host ?? []);
}

function parseOrigin(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.pathname === '/' && url.username === '' && url.search === '' && url.hash === '' ? url : undefined;
}
