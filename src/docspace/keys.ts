import * as z from 'zod';
import type { Send } from './portal-call.ts';

/** What the portal says of the API key that a call was made with; never the key itself. */
export interface ApiKeyInfo {
  readonly name: string;
  /** Scopes such as `rooms:write`; empty for a key without restrictions. */
  readonly permissions: readonly string[];
  /** When it ends, as the portal writes it; missing for a key without an end. */
  readonly expiresAt?: string;
}

export interface KeyReads {
  /** The key of our calls. Any key may ask (DocSpace server, AuthorizationExtension.cs). */
  apiKey(): Promise<ApiKeyInfo>;
}

const ApiKeyReply = z
  .object({
    name: z.string().default(''),
    permissions: z.array(z.string()).default([]),
    expiresAt: z.string().optional(),
  })
  .transform(({ expiresAt, ...key }): ApiKeyInfo => ({ ...key, ...(expiresAt === undefined ? {} : { expiresAt }) }));

export function createKeyReads(send: Send): KeyReads {
  return {
    async apiKey() {
      const call = {
        method: 'GET',
        template: 'keys/@self',
        effect: 'read',
        intent: 'read what the API key may do',
      } as const;
      return (await send({ ...call, answer: ApiKeyReply })).answer;
    },
  };
}

/** Whether a key with these permissions passes where this scope is asked for (DocSpace server, AuthorizationExtension.cs). */
export function permits({ permissions }: Pick<ApiKeyInfo, 'permissions'>, scope: string): boolean {
  if (permissions.length === 0 || permissions.includes('*') || permissions.includes('*:write')) return true;
  if (scope === '*') return false;
  if (permissions.includes(scope)) return true;
  if (!scope.endsWith(':read')) return false;
  return permissions.includes('*:read') || permissions.includes(scope.replace(/:read$/, ':write'));
}
