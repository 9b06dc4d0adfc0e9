import { errorKindOf, reportError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { FindingRecords } from './records.ts';
import { type KeeperParts, readWebhook, repairWebhook, type WebhookState } from './webhook-keeper.ts';

export const watchFinding = 'webhook watched';
const alarmFinding = 'webhook alarm';
const refusedFinding = 'webhook refused';

/** How long the portal may fail to deliver before it is worth an alarm: its own tries take half a minute. */
const failingForMs = 10 * 60_000;
/** After a refusal of the portal, such as of a private address, it is asked again once an hour. */
const refusedForSeconds = 3_600;

interface WatchParts {
  /** Undefined without DOCSPACE_ADMIN_KEY: then only what is heard is watched. */
  readonly keeper: KeeperParts | undefined;
  readonly findings: FindingRecords;
  readonly heard: () => Promise<Heard>;
  /** Tells a person. Must not throw. */
  readonly alert: (alarm: { readonly subject: string; readonly text: string }) => Promise<void>;
  readonly log: Log;
}

/** When something was last heard of the portal, and how long it is usually silent. */
export interface Heard {
  readonly lastAt: Date | undefined;
  /** Undefined while too little was heard to tell. */
  readonly usualSilenceMs: number | undefined;
}

/**
 * Sees that our webhook is there, switched on, complete and heard; registers or repairs it, and raises an alarm when that does not help:
 * once for each thing that is wrong, and once more when all is well again. Answers how much was repaired.
 */
export async function watchWebhook(parts: WatchParts): Promise<number> {
  const looked = parts.keeper ? await lookAfter(parts.keeper, parts) : undefined;
  const trouble = await troubleWith(looked, parts);
  const isThere = !looked || looked.state.webhook?.enabled === true;
  const finding = { isWell: isThere && trouble === undefined };
  await parts.findings.keep(watchFinding, trouble === undefined ? finding : { ...finding, trouble });
  await alarm(trouble, parts);
  if (looked?.repaired === undefined) return 0;
  parts.log.warn('webhook repaired', { was: looked.repaired });
  return 1;
}

/** Of one that a person took away nothing is expected. */
async function troubleWith(looked: Looked | undefined, { heard }: WatchParts): Promise<string | undefined> {
  if (looked?.state.isRemoved) return undefined;
  return looked?.trouble ?? silenceOf(await heard(), Date.now());
}

interface Looked {
  readonly state: WebhookState;
  readonly trouble?: string;
  /** What was set right. */
  readonly repaired?: string;
}

async function lookAfter(keeper: KeeperParts, { findings }: WatchParts): Promise<Looked> {
  const state = await readWebhook(keeper);
  const { webhook, faults } = state;
  if (state.isRemoved) return { state };
  if (faults.length === 0) return { state, ...troubleOf(webhook ? failureOf(webhook, Date.now()) : undefined) };
  const refused = await findings.find(refusedFinding);
  if (refused && refused.secondsAgo < refusedForSeconds && refused.value['url'] === keeper.url) {
    const { reason } = refused.value;
    return { state, trouble: typeof reason === 'string' ? reason : 'the portal refuses our webhook' };
  }
  return setRight(state, keeper, findings);
}

async function setRight(state: WebhookState, keeper: KeeperParts, findings: FindingRecords): Promise<Looked> {
  const faults = state.faults.join('; ');
  try {
    const webhook = await repairWebhook(state, keeper);
    await findings.forget(refusedFinding);
    return { state: { ...state, webhook, faults: [] }, repaired: faults };
  } catch (error) {
    if (errorKindOf(error) === 'unavailable' && !wasAnswered(error)) throw error;
    const reason = `${faults}; and the portal refuses to change that: ${reportError(error).message}`;
    await findings.keep(refusedFinding, { url: keeper.url, reason });
    return { state, trouble: reason };
  }
}

/** The portal answers 500 when it finds nobody at the address (DocSpace server, WebhooksController.cs). */
function wasAnswered(error: unknown): boolean {
  return reportError(error).details?.['status'] === 500;
}

function troubleOf(trouble: string | undefined) {
  return trouble === undefined ? {} : { trouble };
}

function failureOf(
  { lastSuccessAt, lastFailureAt, lastFailure }: NonNullable<WebhookState['webhook']>,
  now: number,
): string | undefined {
  if (lastFailureAt === undefined || (lastSuccessAt !== undefined && lastSuccessAt >= lastFailureAt)) return undefined;
  if (now - Date.parse(lastSuccessAt ?? lastFailureAt) < failingForMs) return undefined;
  return `the portal cannot deliver since ${lastSuccessAt ?? 'it was registered'}: ${lastFailure ?? 'it does not say why'}`;
}

/** Silence is trouble when it lasts longer than it ever did lately. */
export function silenceOf({ lastAt, usualSilenceMs }: Heard, now: number): string | undefined {
  if (lastAt === undefined || usualSilenceMs === undefined || now - lastAt.getTime() <= usualSilenceMs)
    return undefined;
  const hours = (ms: number): number => Math.round(ms / 3_600_000);
  return `nothing was heard of the portal for ${hours(now - lastAt.getTime())} hours; usual are ${hours(usualSilenceMs)} at most`;
}

/** The words of one trouble may carry times that pass: what counts as news is that there is one. */
async function alarm(trouble: string | undefined, { findings, alert, log }: WatchParts): Promise<void> {
  const raised = await findings.find(alarmFinding);
  if (trouble === undefined) {
    if (!raised) return;
    await findings.forget(alarmFinding);
    log.info('the webhook is well again', {});
    await alert({ subject: 'Concierge hears the portal again', text: 'The webhook of the portal is well again.' });
    return;
  }
  if (raised) return;
  log.error('the webhook is not well', { trouble });
  await findings.keep(alarmFinding, { trouble });
  const text = `The webhook of the portal is not well: ${trouble}.\n\nWhat it does not tell is found by polling, by catching up, and by sweeps. See what to do: concierge webhook status`;
  await alert({ subject: 'Concierge does not hear the portal', text });
}
