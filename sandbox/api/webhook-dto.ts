import type { WebhookConfig } from '../model/records.ts';
import { writeEmployee } from '../wire/employee-dto.ts';
import type { View } from '../wire/view.ts';

/** ConfigDto. The secret is never shown; its dates are plain ISO texts in UTC, unlike those of rooms and people. */
export function writeWebhook(view: View, config: WebhookConfig): Record<string, unknown> {
  return {
    id: config.id,
    name: config.name,
    uri: config.uri,
    enabled: config.enabled,
    ssl: config.ssl,
    triggers: config.triggers,
    targetId: config.targetId,
    createdBy: writeEmployee(view, config.createdBy),
    createdOn: config.createdOn,
    modifiedBy: config.modifiedBy === undefined ? undefined : writeEmployee(view, config.modifiedBy),
    modifiedOn: config.modifiedOn,
    lastFailureOn: config.lastFailureOn,
    lastFailureContent: config.lastFailureContent,
    lastSuccessOn: config.lastSuccessOn,
  };
}
