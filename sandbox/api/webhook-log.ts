import type { WebhookLogEntry } from '../model/records.ts';
import type { Portal } from '../portal.ts';
import { triggerNumbers } from '../webhooks/triggers.ts';
import { readPortalDate } from '../wire/dates.ts';
import { notFound, ValidationProblem } from '../wire/portal-error.ts';
import { readChoice, readInteger, readPaging, readText } from '../wire/query.ts';

type Test = (entry: WebhookLogEntry) => boolean;

/** WebhookGroupStatus of the vendor: flags. */
const groups = { NotSent: 1, Status2xx: 2, Status3xx: 4, Status4xx: 8, Status5xx: 16 } as const;

/** One page of the log, the newest first, and how many entries fit the filters of the query. */
export function listLog(
  portal: Portal,
  query: URLSearchParams,
  isVisible: (configId: number) => boolean,
): { entries: WebhookLogEntry[]; total: number } {
  const { count, startIndex } = readPaging(query);
  const tests = [(entry: WebhookLogEntry) => isVisible(entry.configId), ...readTests(portal, query)];
  const found = [...portal.state.webhookLog.values()].reverse().filter((entry) => tests.every((test) => test(entry)));
  return { entries: found.slice(startIndex, startIndex + count), total: found.length };
}

/** One entry. Throws the vendor's 404. */
export function readLogEntry(portal: Portal, id: number): WebhookLogEntry {
  const entry = portal.state.webhookLog.get(id);
  if (!entry) throw notFound();
  return entry;
}

/** The entry as the API shows it. */
export function writeLogEntry(entry: WebhookLogEntry): Record<string, unknown> {
  return { ...entry, configId: undefined, actorId: undefined };
}

function readTests(portal: Portal, query: URLSearchParams): Test[] {
  const offset = portal.state.settings.timezoneOffsetMinutes;
  const from = readInstant(query, 'deliveryFrom', offset);
  const to = readInstant(query, 'deliveryTo', offset);
  const wanted = {
    configId: readInteger(query, 'configId'),
    id: readInteger(query, 'eventId'),
    route: readText(query, 'hookUri'),
    actorId: readText(query, 'userId')?.toLowerCase(),
    // 0 is the vendor's "all".
    trigger: readChoice(query, 'trigger', triggerNumbers()) || undefined,
  };
  const flags = readGroups(query);
  return [
    (entry) => from === undefined || (entry.delivery !== undefined && entry.delivery >= from),
    (entry) => to === undefined || (entry.delivery !== undefined && entry.delivery <= to),
    (entry) => wanted.configId === undefined || entry.configId === wanted.configId,
    (entry) => wanted.id === undefined || entry.id === wanted.id,
    (entry) => wanted.route === undefined || entry.route === wanted.route,
    (entry) => wanted.actorId === undefined || entry.actorId === wanted.actorId,
    (entry) => wanted.trigger === undefined || entry.trigger === wanted.trigger,
    (entry) => flags === undefined || (groupOf(entry.status) & flags) !== 0,
  ];
}

function readInstant(query: URLSearchParams, name: string, offset: number): string | undefined {
  const source = readText(query, name);
  if (source === undefined) return undefined;
  const instant = readPortalDate(source, offset);
  if (instant === undefined) throw new ValidationProblem({ [name]: [`The value '${source}' is not valid.`] });
  return instant;
}

function readGroups(query: URLSearchParams): number | undefined {
  const flags = readText(query, 'groupStatus');
  if (flags === undefined || /^\d+$/.test(flags)) return flags === undefined ? undefined : Number(flags);
  return readChoice(query, 'groupStatus', groups);
}

function groupOf(status: number): number {
  if (status === 0) return groups.NotSent;
  if (status < 300) return groups.Status2xx;
  if (status < 400) return groups.Status3xx;
  return status < 500 ? groups.Status4xx : groups.Status5xx;
}
