import { AppError } from '../../base/errors.ts';
import type { Identity } from '../access-records.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts, WorkRequest } from '../parts.ts';
import { requestIdOf } from './idempotency.ts';

/** Whether a token that is limited to blueprints may have to do with this one. */
export function mayUse({ blueprints }: Identity, blueprint: string): boolean {
  return blueprints === undefined || blueprints.includes(blueprint);
}

/** Errors: `forbidden` for a blueprint that the token is not for. */
export function requireUse(identity: Identity, blueprint: string): void {
  if (mayUse(identity, blueprint)) return;
  throw new AppError('forbidden', `"${identity.name}" is not for the blueprint ${blueprint}.`, {
    hint: 'Use a token that is for it, or for all.',
  });
}

/** In whose name something is started, and what tells it from other requests. */
export async function requestOf(c: AppContext, body: unknown, { work }: HttpParts): Promise<WorkRequest> {
  const { name } = c.get('identity');
  const about = { scope: name, path: `${c.req.method} ${c.req.path}`, body };
  const requestId = await requestIdOf(c.req.header('idempotency-key'), about, {
    records: work.idempotency,
    random: () => crypto.randomUUID(),
  });
  return { who: name, requestId };
}
