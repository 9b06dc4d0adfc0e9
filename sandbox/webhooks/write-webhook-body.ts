import type { WebhookConfig, WebhookLogEntry } from '../model/records.ts';
import { triggerNameOf, triggerNames } from './triggers.ts';
import { writeDotnetJson } from './write-dotnet-json.ts';

/** What stays the same through all attempts of one delivery. */
export interface Message {
  /** Whole seconds, UTC. */
  createOn: string;
  payload: unknown;
}

/** Told to the receiver from the second attempt on; it changes the bytes, and with them the signature. */
export interface Retry {
  count: number;
  on: string;
}

/** The exact body of one attempt. */
export function writeWebhookBody(
  config: WebhookConfig,
  entry: WebhookLogEntry,
  message: Message & { retry: Retry | undefined },
): string {
  const trigger = triggerNameOf(entry.trigger);
  return writeDotnetJson({
    event: { id: entry.id, createOn: message.createOn, createBy: entry.actorId, trigger, triggerId: entry.trigger },
    payload: message.payload,
    webhook: {
      id: config.id,
      name: config.name,
      url: config.uri,
      triggers: triggerNames(config.triggers),
      ...(config.targetId !== undefined && { target: { id: config.targetId, type: trigger.split('.')[0] } }),
      ...(message.retry && retryFields(config, message.retry)),
    },
  });
}

function retryFields(config: WebhookConfig, retry: Retry): Record<string, unknown> {
  return {
    lastFailureOn: config.lastFailureOn,
    lastFailureContent: config.lastFailureContent,
    lastSuccessOn: config.lastSuccessOn,
    retryCount: retry.count,
    retryOn: retry.on,
  };
}
