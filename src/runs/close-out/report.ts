import type { Portal } from '../../docspace/portal.ts';
import { cleanTitle, titleLimits } from '../../docspace/vocabulary/clean-title.ts';
import type { RunRoom } from '../run.ts';
import type { Guest } from './decide.ts';
import type { Removed } from './remove-access.ts';

interface ReportOrder {
  readonly blueprint: string;
  readonly runId: string;
  readonly room: RunRoom;
  /** When the run began. ISO 8601 in UTC. */
  readonly time: string;
  readonly openMs?: number;
  readonly removed: Removed;
}

/** `{room}-guest-cleanup-{time}.txt`, short enough for the portal. A colon is no character of a title. */
export function reportTitle({ room, time }: Pick<ReportOrder, 'room' | 'time'>): string {
  const ending = `-guest-cleanup-${time.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}.txt`;
  return `${cleanTitle(room.title, titleLimits.entry - ending.length).trim()}${ending}`;
}

/** A person's line: e-mail, else user name, else name, else id. */
export function nameGuest({ email, userName, name, id }: Guest): string {
  return email ?? userName ?? (name === '' ? id : name);
}

/** The report's text. No `<` stands in it: with one the portal could take it for a page. */
export function writeReport({ blueprint, runId, room, time, openMs, removed }: ReportOrder): string {
  const { guests, links, remains } = removed;
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `- ${line}`)];
  const lines = [
    `Guest cleanup report for room "${room.title}"`,
    `Time: ${time}`,
    ...section('Removed guests:', guests.map(nameGuest)),
    ...section('Removed links:', links),
    ...section('What remains:', remains),
    '',
    ...(openMs === undefined ? [] : [`The room was out of the Archive for ${(openMs / 1_000).toFixed(1)} seconds.`]),
    `Rule: ${blueprint}, run ${runId}`,
    '',
  ];
  return lines.join('\n').replaceAll('<', '‹').replaceAll('>', '›');
}

/**
 * Writes the report once: after doubt one of its title is taken for the same run's. Without doubt such a one is another room's of the same
 * title, closed out within the same second; the portal then adds a number. Answers the title that it has, and its address.
 */
export async function saveReport(
  folderId: number,
  order: ReportOrder & { readonly isDoubtful: boolean },
  portal: Portal,
): Promise<{ readonly title: string; readonly url: string }> {
  const title = reportTitle(order);
  const files = order.isDoubtful ? (await portal.folder(folderId)).files : [];
  const there = files.find((file) => file.title === title);
  const { webUrl = '', ...file } =
    there ?? (await portal.createTextFile(folderId, { title, content: writeReport(order) }));
  return { title: file.title, url: webUrl };
}
