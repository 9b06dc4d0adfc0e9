import { portalTimeBefore } from '../../actions/create-room.ts';
import { deleteTwins, findTwins, type Replacement } from '../../actions/entry-twins.ts';
import type { FileInfo } from '../../docspace/entry.ts';
import type { Portal } from '../../docspace/portal.ts';
import { cleanTitle, titleLimits } from '../../docspace/vocabulary/clean-title.ts';
import type { CloseOutRecords } from '../records.ts';
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

/** Plain JSON. */
export interface SavedReport {
  readonly title: string;
  readonly url: string;
  /** Set when it was written after a call that was given up: what that call was to write may still turn up. */
  readonly replaces?: Replacement;
}

interface Saving {
  readonly folderId: number;
  /** Whether it may have been written before. */
  readonly isDoubtful: boolean;
}

/**
 * Writes the report once: after doubt one of its title is taken for the same run's. Without doubt such a one is another room's of the same
 * title, closed out within the same second; the portal then adds a number. Answers the title that it has, and its address.
 */
export async function saveReport(
  order: ReportOrder,
  { folderId, isDoubtful }: Saving,
  portal: Portal,
): Promise<SavedReport> {
  const title = reportTitle(order);
  const write = () => portal.createTextFile(folderId, { title, content: writeReport(order) });
  if (!isDoubtful) return describe(await write());
  const since = (await portalTimeBefore({ portal })).toISOString();
  const there = (await portal.folder(folderId)).files.find((file) => file.title === title);
  if (there) return describe(there);
  const made = await write();
  return { ...describe(made), replaces: { kind: 'text', id: made.id, title, folderId, since } };
}

function describe({ title, webUrl = '' }: Pick<FileInfo, 'title' | 'webUrl'>): SavedReport {
  return { title, url: webUrl };
}

/**
 * Moves to the trash what a lost call wrote after all beside the report. Nothing where another close-out began within the same second: the
 * other file could be the report of its room, should that have the same title. Answers the titles of what was deleted.
 */
export async function deleteReportTwins(
  replaces: Replacement,
  { runId, portal, closeOuts }: DeletingParts,
): Promise<readonly string[]> {
  const twins = await findTwins(replaces, portal);
  // Whoever has written a report has begun before: asked now, all of those are known.
  if (twins.length === 0 || (await closeOuts.beganBeside(runId))) return [];
  await deleteTwins(replaces, twins, portal);
  return twins.map(({ title }) => title);
}

interface DeletingParts {
  /** The run under whose name the close-out is written down. */
  readonly runId: string;
  readonly portal: Portal;
  readonly closeOuts: Pick<CloseOutRecords, 'beganBeside'>;
}
