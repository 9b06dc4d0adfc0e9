import { codeOf } from '../base/error-code.ts';

/** Whether the request cannot have reached the portal: no address, no connection, or a certificate that was refused. */
export function neverSent(error: unknown): boolean {
  const cause = innerCause(error);
  if (cause instanceof AggregateError) return cause.errors.every(isBeforeConnection);
  return isBeforeConnection(cause);
}

/** Why no reply came, as the end of a sentence. */
export function networkReason(error: unknown, { origin, timeoutMs }: { origin: string; timeoutMs: number }): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no reply from ${origin} within ${timeoutMs / 1000} s`;
  const cause = innerCause(error);
  const what = codeOf(cause) ?? (cause instanceof Error ? cause.message : '');
  const end = what === '' ? '' : ` (${what})`;
  return neverSent(error) ? `${origin} cannot be reached${end}` : `the connection to ${origin} broke off${end}`;
}

/** `fetch` wraps what happened as the cause of a TypeError. */
function innerCause(error: unknown): unknown {
  return error instanceof TypeError && error.cause !== undefined ? error.cause : error;
}

function isBeforeConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A connection that stood can also end as "host unreachable"; the system call tells the two apart.
  const syscall = 'syscall' in error ? error.syscall : undefined;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  return /^UND_ERR_CONNECT_TIMEOUT$|CERT|SELF_SIGNED|UNABLE_TO_/.test(codeOf(error) ?? '');
}
