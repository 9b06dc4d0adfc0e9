import type { Delivery } from '../docspace/delivery.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { FindingRecords } from './records.ts';

const finding = 'journal read';

/** Entries of before the last that was read are read again: what the portal wrote side by side need not become visible in the order of its numbers. */
const overlap = 100;

interface CatchUpParts {
  readonly portal: Pick<PortalReader, 'webhookJournal'>;
  readonly findings: FindingRecords;
  /** Takes a delivery in as if it had just come; answers `known` for one that had. */
  readonly accept: (delivery: Delivery) => Promise<'accepted' | 'known' | 'ignored'>;
}

export interface CatchUpOutcome {
  /** Entries of the portal's journal that were looked at. */
  readonly read: number;
  /** Those of them that had never come, and were taken in. */
  readonly missed: number;
}

/**
 * Reads what the portal says that it delivered to our webhook, and takes in what never came: each event once, whether it came before, comes
 * now or comes later. Goes back to where it last ended; the first time through the whole journal of the webhook.
 */
export async function catchUp(webhookId: number, { portal, findings, accept }: CatchUpParts): Promise<CatchUpOutcome> {
  const known = await findings.find(finding);
  const last = known?.value['webhookId'] === webhookId ? Number(known.value['eventId']) : 0;
  const outcome = { read: 0, missed: 0 };
  let newest = last;
  for (let startIndex: number | undefined = 0; startIndex !== undefined;) {
    const { entries, next } = await portal.webhookJournal({ webhookId, startIndex });
    const unread = entries.filter(({ id }) => id > last - overlap);
    for (const { id, reading } of unread) {
      newest = Math.max(newest, id);
      outcome.read += 1;
      if (reading.ok && (await accept(reading.delivery)) === 'accepted') outcome.missed += 1;
    }
    startIndex = unread.length === entries.length ? next : undefined;
  }
  // Only now: a catch-up that is cut off begins again where it began.
  if (newest > last) await findings.keep(finding, { webhookId, eventId: newest });
  return outcome;
}
