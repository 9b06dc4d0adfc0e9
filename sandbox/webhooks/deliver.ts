import type { WebhookConfig, WebhookLogEntry } from '../model/records.ts';
import type { Portal } from '../portal.ts';
import { checkUrl } from './check-url.ts';
import { type Outcome, sendRequest } from './send-request.ts';
import { signBody } from './sign-body.ts';
import { type Message, writeWebhookBody } from './write-webhook-body.ts';

/** How deliveries are made; the defaults of the real server stand in create-webhooks.ts. */
export interface DeliveryRules {
  strictUrls: boolean;
  /** The pauses between attempts: one more attempt than pauses. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  /** Waits so long; ends at once, without an error, when the signal comes. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** One delivery: a row of the log, for one subscription. */
export interface Delivery extends Message {
  configId: number;
  logId: number;
  /** Ends the delivery without a trace, for a portal that is reset or closed. */
  signal: AbortSignal;
  /** Told after each change of the records. */
  changed(): void;
}

const trustedDays = 3;
const dayMs = 24 * 60 * 60 * 1000;

/** Delivers with all retries and keeps the log row and the subscription up to date. Never throws. */
export async function deliver(portal: Portal, rules: DeliveryRules, delivery: Delivery): Promise<void> {
  let outcome: Outcome | undefined;
  for (const [retryCount, pauseMs] of [0, ...rules.retryDelaysMs].entries()) {
    if (retryCount > 0) await rules.pause(pauseMs, delivery.signal);
    outcome = await attempt(portal, rules, { ...delivery, retryCount });
    if (!outcome || isSuccess(outcome)) return;
  }
  if (outcome) giveUp(portal, delivery, outcome);
}

/** One attempt; undefined when the delivery is over for another reason than its outcome. */
async function attempt(
  portal: Portal,
  rules: DeliveryRules,
  delivery: Delivery & { retryCount: number },
): Promise<Outcome | undefined> {
  const target = await findTarget(portal, rules, delivery);
  const config = portal.state.webhooks.get(delivery.configId);
  const entry = portal.state.webhookLog.get(delivery.logId);
  if (!target || !config || !entry || isOver(delivery)) return undefined;
  const retry = delivery.retryCount > 0 ? { count: delivery.retryCount, on: portal.timestamp() } : undefined;
  const body = writeWebhookBody(config, entry, { ...delivery, retry });
  const headers = requestHeaders(body, config.secretKey);
  const outcome = await sendRequest({
    method: 'POST',
    url: target.url,
    address: target.address,
    verifyTls: config.ssl,
    timeoutMs: rules.timeoutMs,
    headers,
    body,
    signal: delivery.signal,
  });
  if (isOver(delivery)) return undefined;
  record(portal, delivery, { outcome, sent: { requestHeaders: JSON.stringify(headers), requestPayload: body } });
  return outcome;
}

function requestHeaders(body: string, secret: string): Record<string, string> {
  return {
    Accept: '*/*',
    'Content-Type': 'application/json; charset=utf-8',
    'x-docspace-signature-256': signBody(body, secret),
  };
}

/** The URL rules are applied again before each attempt: a blacklisted address costs the subscription, any other fault disables it. */
async function findTarget(
  portal: Portal,
  rules: DeliveryRules,
  delivery: Delivery,
): Promise<{ url: URL; address: string } | undefined> {
  const known = portal.state.webhooks.get(delivery.configId);
  if (!known || isOver(delivery)) return undefined;
  const verdict = await checkUrl(known.uri, { ssl: known.ssl, strictUrls: rules.strictUrls });
  if (verdict.ok || isOver(delivery)) return verdict.ok ? verdict : undefined;
  if (verdict.why === 'blocked') portal.state.webhooks.delete(delivery.configId);
  else changeConfig(portal, delivery, { enabled: false });
  delivery.changed();
  return undefined;
}

// Asked anew after each pause: the compiler takes a property that was false once for false ever after.
function isOver(delivery: Delivery): boolean {
  return delivery.signal.aborted;
}

function isSuccess(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
}

function record(
  portal: Portal,
  delivery: Delivery,
  attempted: { outcome: Outcome; sent: Partial<WebhookLogEntry> },
): void {
  const { outcome, sent } = attempted;
  const now = portal.timestamp();
  const answered =
    outcome.kind === 'answer'
      ? { status: outcome.status, responseHeaders: JSON.stringify(outcome.headers), responsePayload: outcome.body }
      : { status: 0, responsePayload: outcome.message };
  const entry = portal.state.webhookLog.get(delivery.logId);
  if (entry) portal.state.webhookLog.set(entry.id, { ...entry, ...sent, ...answered, delivery: now });
  const failure = { lastFailureOn: now, lastFailureContent: failureText(outcome) };
  changeConfig(portal, delivery, isSuccess(outcome) ? { lastSuccessOn: now } : failure);
  delivery.changed();
}

function failureText(outcome: Outcome): string {
  if (outcome.kind !== 'answer') return outcome.message;
  return outcome.body === '' ? `HTTP ${String(outcome.status)}` : outcome.body;
}

/** After the last attempt: a 410 deletes the subscription, three days without success disable it, a timeout does neither. */
function giveUp(portal: Portal, delivery: Delivery, outcome: Outcome): void {
  const config = portal.state.webhooks.get(delivery.configId);
  if (!config || outcome.kind === 'timeout') return;
  const trustedSince = Date.parse(config.lastSuccessOn ?? config.createdOn);
  if (outcome.kind === 'answer' && outcome.status === 410) portal.state.webhooks.delete(config.id);
  else if (portal.clock.now().getTime() - trustedSince > trustedDays * dayMs)
    changeConfig(portal, delivery, { enabled: false });
  delivery.changed();
}

function changeConfig(portal: Portal, delivery: Delivery, change: Partial<WebhookConfig>): void {
  const config = portal.state.webhooks.get(delivery.configId);
  if (config) portal.state.webhooks.set(config.id, { ...config, ...change });
}
