import * as z from 'zod';
import { fitsPolicy } from '../model/password.ts';
import type { WebhookConfig } from '../model/records.ts';
import { isPortalAdmin, mayOwnRooms } from '../model/security.ts';
import { takeId } from '../model/state.ts';
import { readStored } from '../model/stored-settings.ts';
import type { Webhooks } from '../webhooks/create-webhooks.ts';
import { isMaskAvailable, listTriggers } from '../webhooks/triggers.ts';
import { flag, integer, record, requiredText, text } from '../wire/body.ts';
import { badArgument, denied, notFound, PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put, remove } from './route.ts';
import { listLog, readLogEntry, writeLogEntry } from './webhook-log.ts';
import { writeWebhook } from './webhook-dto.ts';

const configFields = {
  name: requiredText(50),
  uri: requiredText(),
  secretKey: text(50),
  enabled: flag(),
  ssl: flag(),
  triggers: integer().default(0),
  targetId: text(255),
};
const CreateWebhook = record(configFields);
const UpdateWebhook = record({ id: integer(), ...configFields });
const EnableWebhook = record({ id: integer(), name: requiredText(), uri: requiredText(), enabled: flag() });
const RetryWebhooks = record({ ids: z.array(integer()) });
type Wanted = z.infer<typeof CreateWebhook>;

/** The configuration of webhooks, their log, and delivering again. */
export function webhookRoutes(webhooks: Webhooks): readonly ApiRoute[] {
  const path = 'settings/webhook';
  return [
    get(path, 'getTenantWebhooks', list),
    get(`${path}/triggers`, 'getWebhookTriggers', readTriggers),
    get('settings/webhooks/log', 'getWebhooksLogs', readLog),
    post(path, 'createWebhook', (request) => create(webhooks, request)),
    put(path, 'updateWebhook', (request) => update(webhooks, request)),
    put(`${path}/enable`, 'enableWebhook', (request) => enable(webhooks, request)),
    put(`${path}/retry`, 'retryWebhooks', (request) => retryMany(webhooks, request)),
    put(`${path}/:id{[0-9]+}/retry`, 'retryWebhook', (request) => retryOne(webhooks, request)),
    remove(`${path}/:id{[0-9]+}`, 'removeWebhook', removeWebhook),
  ];
}

function list(request: ApiRequest): unknown {
  requireAllowed(request);
  const own = [...request.portal.state.webhooks.values()].filter((config) => mayManage(request, config));
  // The server streams this list and so reports one object whatever its length.
  request.setCount(1);
  return own.map((configs) => ({ configs: writeWebhook(request, configs), status: lastStatus(request, configs) }));
}

function readTriggers(request: ApiRequest): unknown {
  requireAllowed(request);
  return listTriggers(mayOwnRooms(request.caller));
}

function readLog(request: ApiRequest): unknown {
  requireAllowed(request);
  const { entries, total } = listLog(request.portal, request.query, (configId) => {
    const config = request.portal.state.webhooks.get(configId);
    return config ? mayManage(request, config) : isPortalAdmin(request.caller);
  });
  request.setTotal(total);
  return entries.map(writeLogEntry);
}

async function create(webhooks: Webhooks, request: ApiRequest): Promise<unknown> {
  requireAllowed(request);
  const wanted = request.body(CreateWebhook);
  checkSecret(request, wanted.secretKey ?? '');
  await checkWanted(webhooks, request, { wanted });
  const { portal, caller } = request;
  const config: WebhookConfig = {
    id: takeId(portal.state, 'webhook'),
    ...fieldsOf(wanted),
    secretKey: wanted.secretKey ?? '',
    createdBy: caller.id,
    createdOn: portal.timestamp(),
  };
  portal.state.webhooks.set(config.id, config);
  return writeWebhook(request, config);
}

async function update(webhooks: Webhooks, request: ApiRequest): Promise<unknown> {
  requireAllowed(request);
  const { id, ...wanted } = request.body(UpdateWebhook);
  const known = requireOwn(request, id);
  if (wanted.secretKey !== undefined) checkSecret(request, wanted.secretKey);
  await checkWanted(webhooks, request, { wanted, id });
  const changed: WebhookConfig = { ...known, ...fieldsOf(wanted), secretKey: wanted.secretKey ?? known.secretKey };
  if (!wanted.targetId) delete changed.targetId;
  return change(request, changed);
}

async function enable(webhooks: Webhooks, request: ApiRequest): Promise<unknown> {
  requireAllowed(request);
  const { id, enabled } = request.body(EnableWebhook);
  const known = requireOwn(request, id);
  if (enabled) await probe(webhooks, known);
  return change(request, { ...known, enabled });
}

function removeWebhook(request: ApiRequest): unknown {
  requireAllowed(request);
  const config = requireOwn(request, Number(request.params['id']));
  request.portal.state.webhooks.delete(config.id);
  return writeWebhook(request, config);
}

function retryOne(webhooks: Webhooks, request: ApiRequest): unknown {
  return writeLogEntry(retry(webhooks, request, Number(request.params['id'])));
}

function retryMany(webhooks: Webhooks, request: ApiRequest): unknown {
  const { ids } = request.body(RetryWebhooks);
  return ids.map((id) => writeLogEntry(retry(webhooks, request, id)));
}

function retry(webhooks: Webhooks, request: ApiRequest, id: number) {
  requireAllowed(request);
  const entry = readLogEntry(request.portal, id);
  requireOwn(request, entry.configId);
  const again = webhooks.retry(entry);
  if (!again) throw notFound();
  return again;
}

function change(request: ApiRequest, changed: WebhookConfig): unknown {
  const { portal, caller } = request;
  const config = { ...changed, modifiedBy: caller.id, modifiedOn: portal.timestamp() };
  portal.state.webhooks.set(config.id, config);
  return writeWebhook(request, config);
}

function fieldsOf({ name, uri, enabled, ssl, triggers, targetId }: Wanted) {
  return { name, uri, enabled, ssl, triggers, ...(targetId && { targetId }) };
}

async function checkWanted(
  webhooks: Webhooks,
  request: ApiRequest,
  { wanted, id }: { wanted: Wanted; id?: number },
): Promise<void> {
  if (!isMaskAvailable(wanted.triggers, mayOwnRooms(request.caller))) throw badArgument('Trigger is not available');
  await probe(webhooks, wanted);
  const configs = [...request.portal.state.webhooks.values()];
  if (configs.some((known) => known.name === wanted.name && known.uri === wanted.uri && known.id !== id))
    throw badArgument('A webhook with this name and URL exists already');
}

/** The receiver must answer HEAD with 2xx before its webhook is kept; no answer at all is a 500. */
async function probe(webhooks: Webhooks, { uri, ssl }: { uri: string; ssl: boolean }): Promise<void> {
  const verdict = await webhooks.check(uri, ssl);
  if (!verdict.ok) throw badArgument(verdict.message);
  const outcome = await webhooks.probe({ ...verdict, ssl });
  if (outcome.kind !== 'answer') throw new PortalError('defect', outcome.message);
  if (outcome.status < 200 || outcome.status > 299) throw badArgument(`The URL answered HEAD with ${outcome.status}`);
}

/** The portal's default password policy: printable ASCII without spaces (DocSpace server, PasswordSettings.cs). */
function checkSecret({ portal }: ApiRequest, secret: string): void {
  if (!fitsPolicy(secret, readStored(portal, 'password')))
    throw badArgument('The secret key does not meet the requirements for passwords');
}

function requireAllowed({ caller, portal }: ApiRequest): void {
  if (caller.type === 'guest') throw denied();
  if (portal.state.settings.devToolsLimited && !isPortalAdmin(caller)) throw denied();
}

function mayManage({ caller }: ApiRequest, config: WebhookConfig): boolean {
  return isPortalAdmin(caller) || config.createdBy === caller.id;
}

function requireOwn(request: ApiRequest, id: number): WebhookConfig {
  const config = request.portal.state.webhooks.get(id);
  if (!config) throw notFound();
  if (!mayManage(request, config)) throw denied();
  return config;
}

function lastStatus({ portal }: ApiRequest, config: WebhookConfig): number {
  const entries = [...portal.state.webhookLog.values()];
  return entries.findLast((entry) => entry.configId === config.id && entry.delivery !== undefined)?.status ?? 0;
}
