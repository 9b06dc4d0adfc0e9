import type { Method } from './portal-call.ts';

/**
 * The scope that an API key needs for a call; `*` for an unrestricted key, undefined where the portal checks none
 * (DocSpace server, AuthorizationExtension.cs and, for the calls with a check of their own, UserController.cs).
 */
export function requiredScope(method: Method, template: string): string | undefined {
  if (template === 'people/{id}' || template === 'keys/@self') return undefined;
  const area = scopeAreas.find(({ prefix }) => template.startsWith(prefix));
  return area ? `${area.scope}:${method === 'GET' ? 'read' : 'write'}` : '*';
}

/** The first prefix that fits decides. */
const scopeAreas = [
  { prefix: 'files/rooms', scope: 'rooms' },
  { prefix: 'files', scope: 'files' },
  { prefix: 'people/@self', scope: 'accounts.self' },
  { prefix: 'people', scope: 'accounts' },
  { prefix: 'group', scope: 'accounts' },
] as const;
