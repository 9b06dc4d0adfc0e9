import type { AuditEntry } from '../runs/audit/audit.ts';
import type { RunCause } from '../runs/run.ts';
import type { Identity } from './access-records.ts';

type Named = Pick<Identity, 'name'> & Partial<Pick<Identity, 'role' | 'blueprints'>>;

/** What the audit says of a token that was made or taken back. */
export function auditToken(what: 'made' | 'taken back', token: Named, cause: RunCause): AuditEntry {
  const { name, role, blueprints } = token;
  const limits = role === undefined ? '' : ` (${role}${blueprints ? `, ${blueprints.join(', ')}` : ''})`;
  return { kind: 'token', what: `token ${what}`, cause, detail: `${name}${limits}` };
}

/** What the audit says of a browser that signed in, out, or tried to. */
export function auditSignIn(what: string, name?: string): AuditEntry {
  return { kind: 'sign-in', what, ...(name === undefined ? {} : { cause: { kind: 'http', name } }) };
}
