import type { Check, WebhookView } from '../../http/parts.ts';
import type { Core } from '../open-core.ts';
import { showWebhook } from '../webhook-commands.ts';
import { failedCheck } from './failed-check.ts';

const name = 'Webhook';
const register = 'Run: concierge webhook register';

/** How events reach us, and what the portal says of our webhook where the settings have a key that may ask. */
export async function checkWebhookSettings(core: Core): Promise<readonly Check[]> {
  try {
    const { by, why, lastHeardAt, portal } = await showWebhook(core);
    const heard =
      lastHeardAt === undefined ? 'never heard' : `last heard ${lastHeardAt.slice(0, 16).replace('T', ' ')} UTC`;
    const faults = [
      ...(portal?.faults ?? []).map((fault): Check => ({ name, state: 'bad', text: fault, hint: register })),
      ...(portal ? checkReach(portal) : []),
    ];
    if (by === 'webhook') return [{ name, state: 'good', text: `${why}; ${heard}` }, ...faults];
    const isDeaf = by === 'nothing';
    const text = isDeaf
      ? `nothing tells of what happens: ${why}`
      : `the portal is looked through each minute, since ${why}; ${heard}`;
    const hint = core.config.portal.adminKey
      ? register
      : 'Set DOCSPACE_ADMIN_KEY and run `concierge webhook register`, or register one by hand. A portal that may not reach you is polled.';
    return [{ name, state: isDeaf ? 'bad' : 'attention', text, hint }, ...faults];
  } catch (error) {
    return [failedCheck(name, error)];
  }
}

/** Whether the portal's last delivery came through. */
export function checkReach(portal: NonNullable<WebhookView['portal']>): readonly Check[] {
  const { isRegistered, url, lastSuccessAt, lastFailureAt, lastFailure } = portal;
  if (!isRegistered || lastFailureAt === undefined) return [];
  if (lastSuccessAt !== undefined && lastSuccessAt >= lastFailureAt) return [];
  const at = lastFailureAt.slice(0, 16).replace('T', ' ');
  const text = `the portal could not deliver to ${url} at ${at} UTC: ${lastFailure ?? 'it does not say why'}`;
  const hint =
    'Open that address from the machine of the portal: it must reach the service, by a name and certificate that it knows.';
  return [{ name, state: 'bad', text, hint }];
}
