import type { WebhookConfig, WebhookLogEntry } from '../model/records.ts';
import { takeId } from '../model/state.ts';
import type { Portal, PortalEvent } from '../portal.ts';
import { checkUrl, type UrlVerdict } from './check-url.ts';
import { deliver, type DeliveryRules } from './deliver.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { type Outcome, sendRequest } from './send-request.ts';
import { maskWants, triggerNumber } from './triggers.ts';
import { readMessage } from './read-message.ts';
import { type Message, writeWebhookBody } from './write-webhook-body.ts';
import { wholeSeconds } from './write-dotnet-json.ts';

/** Timing and limits of the real server unless told otherwise. */
export interface WebhookOptions {
  portal: Portal;
  strictUrls?: boolean;
  retryDelaysMs?: readonly number[];
  /** How the pauses between attempts pass. */
  pause: DeliveryRules['pause'];
  /** The real server polls every 5000 ms; 0 delivers at once. */
  deliveryPollMs?: number;
  /** How long a delivery waits for its answer. */
  webhookTimeoutMs?: number;
  /** Told after each change that a delivery makes to the records. */
  changed?: () => void;
}

/** The portal's sender of webhooks. */
export interface Webhooks {
  /** Writes a log row for each subscription that gets the event and queues the deliveries. */
  publish(event: PortalEvent): void;
  /** Delivers a logged event once more under a new id; undefined when the subscription is gone. */
  retry(entry: WebhookLogEntry): WebhookLogEntry | undefined;
  /** Applies the URL rules. */
  check(uri: string, ssl: boolean): Promise<UrlVerdict>;
  /** The HEAD request that a receiver must answer before its subscription is made. */
  probe(target: ProbeTarget): Promise<Outcome>;
  /** Resolves when every delivery, retries included, is over. */
  idle(): Promise<void>;
  /** Forgets every delivery that waits or runs, for a portal whose state is replaced. */
  forget(): void;
}

const realDelaysMs = [1000, 2000, 4000, 8000, 16_000];
const probeTimeoutMs = 10_000;

/** A receiver whose address has passed the URL rules. */
interface ProbeTarget {
  url: URL;
  address: string;
  ssl: boolean;
}

/** A sender over the given portal. Deliveries run in the background until `forget` is called. */
export function createWebhooks(options: WebhookOptions): Webhooks {
  const { portal, changed = () => undefined, deliveryPollMs = 0 } = options;
  const { strictUrls = false, webhookTimeoutMs: timeoutMs = 100_000, retryDelaysMs = realDelaysMs } = options;
  const rules: DeliveryRules = { strictUrls, timeoutMs, retryDelaysMs, pause: options.pause };
  let queue = createDeliveryQueue(deliveryPollMs);
  let ending = new AbortController();

  function enqueue(
    config: WebhookConfig,
    cause: Pick<WebhookLogEntry, 'trigger' | 'actorId'>,
    message: Message,
  ): WebhookLogEntry {
    const entry = addLogEntry(portal, { config, cause, message });
    // Read back from the row: what is sent is the entity as it was, whatever happens to it before the delivery.
    const delivery = { ...readMessage(entry), configId: config.id, logId: entry.id, signal: ending.signal, changed };
    queue.add(() => deliver(portal, rules, delivery));
    changed();
    return entry;
  }

  return {
    publish(event) {
      const cause = { trigger: triggerNumber(event.trigger), actorId: event.actorId };
      const message = { createOn: wholeSeconds(portal.timestamp()), payload: event.payload };
      for (const config of portal.state.webhooks.values()) if (gets(config, event)) enqueue(config, cause, message);
    },
    retry(entry) {
      const config = portal.state.webhooks.get(entry.configId);
      return config && enqueue(config, entry, readMessage(entry));
    },
    check: (uri, ssl) => checkUrl(uri, { ssl, strictUrls }),
    probe: (target) => probeReceiver(target, ending.signal),
    idle: () => queue.idle(),
    forget() {
      ending.abort();
      queue.close();
      ending = new AbortController();
      queue = createDeliveryQueue(deliveryPollMs);
    },
  };
}

function probeReceiver({ url, address, ssl }: ProbeTarget, signal: AbortSignal): Promise<Outcome> {
  const headers = { Accept: '*/*' };
  return sendRequest({ method: 'HEAD', url, address, verifyTls: ssl, timeoutMs: probeTimeoutMs, headers, signal });
}

/** DocSpace server, WebhookPublisher.cs: the visibility check is skipped for what the subscriber did. */
function gets(config: WebhookConfig, event: PortalEvent): boolean {
  if (!config.enabled || !maskWants(config.triggers, event.trigger)) return false;
  if (config.targetId !== undefined && config.targetId !== String(event.entity.id)) return false;
  return event.actorId === config.createdBy || event.visibleTo(config.createdBy);
}

/** The real server keeps its log for a time; here the newest entries stay, so that a portal of months does not grow for ever. */
const longestLog = 10_000;

function addLogEntry(
  portal: Portal,
  row: { config: WebhookConfig; cause: Pick<WebhookLogEntry, 'trigger' | 'actorId'>; message: Message },
): WebhookLogEntry {
  const { config, cause, message } = row;
  const entry: WebhookLogEntry = {
    id: takeId(portal.state, 'webhookLog'),
    configId: config.id,
    configName: config.name,
    trigger: cause.trigger,
    actorId: cause.actorId,
    creationTime: portal.timestamp(),
    method: 'POST',
    route: config.uri,
    requestHeaders: '',
    requestPayload: '',
    status: 0,
  };
  const complete = { ...entry, requestPayload: writeWebhookBody(config, entry, { ...message, retry: undefined }) };
  const log = portal.state.webhookLog;
  log.set(entry.id, complete);
  const [oldest] = log.keys();
  if (log.size > longestLog && oldest !== undefined) log.delete(oldest);
  return complete;
}
