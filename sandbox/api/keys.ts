import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ApiKey } from '../model/records.ts';
import { isPortalAdmin } from '../model/security.ts';
import { putKey, removeKey } from '../model/state.ts';
import { integer, list, record, text } from '../wire/body.ts';
import { writePortalDate } from '../wire/dates.ts';
import { writeEmployee } from '../wire/employee-dto.ts';
import { guidParameter } from '../wire/parameters.ts';
import { badArgument, denied, notFound } from '../wire/portal-error.ts';
import type { View } from '../wire/view.ts';
import { knownPermissions } from '../wire/scopes.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put, remove } from './route.ts';

const keyName = z
  .string()
  .max(30)
  .refine((name) => name.trim() !== '', 'The Name field is required.');
const CreateKey = record({
  name: keyName,
  permissions: list(z.string()),
  expiresInDays: integer()
    .refine((days) => days >= 1 && days <= 365, 'The field must be between 1 and 365.')
    .nullish(),
});
const UpdateKey = record({
  name: text(30),
  permissions: z.array(z.string()).nullish(),
  isActive: z.boolean().nullish(),
});

function createKey(request: ApiRequest): unknown {
  const { name, permissions, expiresInDays } = request.body(CreateKey);
  const { portal, caller } = request;
  if (caller.type === 'guest' || (portal.state.settings.devToolsLimited && !isPortalAdmin(caller))) throw denied();
  requireKnown(permissions);
  const now = portal.clock.now();
  const expiresAt = expiresInDays && new Date(now.getTime() + expiresInDays * 86_400_000).toISOString();
  const key: ApiKey = {
    id: randomUUID(),
    name,
    value: `sk-${randomBytes(32).toString('hex')}`,
    permissions,
    ownerId: caller.id,
    isActive: true,
    createdOn: now.toISOString(),
    ...(expiresAt && { expiresAt }),
  };
  putKey(portal.state, key);
  // The only time that the whole key is shown.
  return { ...writeKey(request, key), key: key.value };
}

function updateKey(request: ApiRequest): unknown {
  const key = requireOwnKey(request);
  const { name, permissions, isActive } = request.body(UpdateKey);
  requireKnown(permissions ?? []);
  putKey(request.portal.state, {
    ...key,
    name: name ?? key.name,
    permissions: permissions ?? key.permissions,
    isActive: isActive ?? key.isActive,
  });
  return true;
}

function deleteKey(request: ApiRequest): unknown {
  removeKey(request.portal.state, requireOwnKey(request).id);
  return true;
}

function requireKnown(permissions: readonly string[]): void {
  const known: readonly string[] = knownPermissions;
  const unknown = permissions.find((permission) => !known.includes(permission));
  if (unknown !== undefined) throw badArgument(`Unknown permission: ${unknown}`);
}

function requireOwnKey(request: ApiRequest): ApiKey {
  const key = request.portal.state.keys.get(guidParameter(request.params, 'id'));
  if (!key) throw notFound();
  if (key.ownerId !== request.caller.id && !isPortalAdmin(request.caller)) throw denied();
  return key;
}

function listKeys(request: ApiRequest): unknown {
  const keys = [...request.portal.state.keys.values()];
  return keys
    .filter((key) => isPortalAdmin(request.caller) || key.ownerId === request.caller.id)
    .map((key) => writeKey(request, key));
}

function readOwnKey(request: ApiRequest): unknown {
  if (!request.key) throw notFound();
  return writeKey(request, request.key);
}

function writeKey(view: View, key: ApiKey): Record<string, unknown> {
  const offset = view.portal.state.settings.timezoneOffsetMinutes;
  const postfix = key.value.slice(-4);
  return {
    id: key.id,
    name: key.name,
    key: `sk-***${postfix}`,
    keyPostfix: postfix,
    permissions: key.permissions,
    lastUsed: key.lastUsed && writePortalDate(key.lastUsed, offset),
    createOn: writePortalDate(key.createdOn, offset),
    createBy: writeEmployee(view, key.ownerId),
    expiresAt: key.expiresAt && writePortalDate(key.expiresAt, offset),
    isActive: key.isActive,
  };
}

/** API keys. A key acts as the account that made it. */
export const routes: readonly ApiRoute[] = [
  post('keys', 'createApiKey', createKey),
  get('keys', 'getApiKeys', listKeys),
  get('keys/permissions', 'getAllPermissions', () => [...knownPermissions]),
  get('keys/@self', 'getApiKey', readOwnKey),
  put('keys/:id', 'updateApiKey', updateKey),
  remove('keys/:id', 'deleteApiKey', deleteKey),
];
