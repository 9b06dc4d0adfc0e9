/** What a key may be limited to (GET keys/permissions). */
export const knownPermissions = [
  'files:read',
  'files:write',
  'rooms:read',
  'rooms:write',
  'accounts:read',
  'accounts:write',
  'accounts.self:read',
  'accounts.self:write',
  '*',
  '*:read',
] as const;

interface ScopeRow {
  reads: boolean;
  prefix: string;
  scopes: readonly string[];
}

// The first matching row decides (DocSpace server, AuthorizationExtension.cs, ScopesMap).
// Reading groups takes accounts:read alone; accounts:write is not enough.
const rows: readonly ScopeRow[] = [
  { reads: true, prefix: 'files/rooms', scopes: ['rooms:read', 'rooms:write'] },
  { reads: false, prefix: 'files/rooms', scopes: ['rooms:write'] },
  { reads: true, prefix: 'files', scopes: ['files:read', 'files:write'] },
  { reads: false, prefix: 'files', scopes: ['files:write'] },
  { reads: true, prefix: 'people/@self', scopes: ['accounts.self:read', 'accounts.self:write'] },
  { reads: false, prefix: 'people/@self', scopes: ['accounts.self:write'] },
  { reads: true, prefix: 'people', scopes: ['accounts:read', 'accounts:write'] },
  { reads: false, prefix: 'people', scopes: ['accounts:write'] },
  { reads: true, prefix: 'group', scopes: ['accounts:read'] },
  { reads: false, prefix: 'group', scopes: ['accounts:write'] },
];

/** Whether a key with these permissions may make this call. None, or `*` among them, means everything. */
export function isInScope(permissions: readonly string[], method: string, path: string): boolean {
  if (permissions.length === 0 || permissions.includes('*')) return true;
  const reads = method === 'GET' || method === 'HEAD';
  if (reads && permissions.includes('*:read')) return true;
  const route = path.replace(/^\/api\/2\.0\//, '').toLowerCase();
  if (reads && route === 'keys/@self') return true;
  const row = rows.find((candidate) => candidate.reads === reads && route.startsWith(candidate.prefix));
  return row !== undefined && row.scopes.some((scope) => permissions.includes(scope));
}
