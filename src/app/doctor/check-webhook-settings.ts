import type { Check, WebhookView } from '../../http/parts.ts';
import type { Core } from '../open-core.ts';
import { hearNow } from '../hearing.ts';
import { showWebhook } from '../webhook-commands.ts';
import { failedCheck } from './failed-check.ts';

const name = 'Webhook';
const register = 'Run: concierge webhook register';
const setUp =
  'Set DOCSPACE_ADMIN_KEY and run `concierge webhook register`, or register one by hand. A portal that may not reach you is polled.';

/** How events reach us, and what the portal says of our webhook where the settings have a key that may ask. */
export async function checkWebhookSettings(core: Core): Promise<readonly Check[]> {
  try {
    const view = await showWebhook(core);
    return checkHearing(view, core.config.portal.adminKey !== undefined);
  } catch (error) {
    return [failedCheck(name, error)];
  }
}

/** What there is to say of how we hear of events, and of what keeps deliveries away. */
export function checkHearing(view: WebhookView, hasAdminKey: boolean): readonly Check[] {
  const faults = view.portal?.faults ?? [];
  return [
    { name, ...describeHearing(view, hasAdminKey) },
    ...faults.map((fault): Check => ({ name, state: 'bad', text: fault, hint: register })),
    ...(view.portal ? checkReach(view.portal) : []),
  ];
}

/** That a new webhook was not heard yet is by itself nothing that does not work. */
function describeHearing(view: WebhookView, hasAdminKey: boolean): Omit<Check, 'name'> {
  const { by, why, lastHeardAt, isAwaited } = view;
  const heard = lastHeardAt ? `last heard ${lastHeardAt.slice(0, 16).replace('T', ' ')} UTC` : 'never heard';
  if (by === 'webhook') return { state: 'good', text: `${why}; ${heard}` };
  if (isAwaited) {
    const meanwhile = by === 'polling' ? '; until then the portal is looked through each minute' : '';
    const hint = hasAdminKey ? hearNow : `${hearNow} If it is not registered there yet, do that first.`;
    return { state: 'attention', text: `${why}${meanwhile}`, hint };
  }
  const hint = hasAdminKey ? register : setUp;
  if (by === 'nothing') return { state: 'bad', text: `nothing tells of what happens: ${why}`, hint };
  return { state: 'attention', text: `the portal is looked through each minute, since ${why}; ${heard}`, hint };
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
