import type { WebhookLogEntry } from '../model/records.ts';
import { isRoom, type Room, sectionRoot } from '../model/sections.ts';
import { folderType } from '../model/vendor-numbers.ts';
import type { Portal } from '../portal.ts';
import { triggerNameOf, triggerNames } from '../webhooks/triggers.ts';
import { type PeopleView, readPeople } from './read-people.ts';
import { readRoom, type RoomView } from './read-room.ts';

/** What of the portal is looked at. */
export interface PageQuery {
  /** Only what has this in its title, name or e-mail. */
  text: string;
  /** Which page of the rooms; the first is 1. */
  page: number;
  /** A room that is shown before all others. */
  roomId?: number | undefined;
}

/** One page of a section's rooms. */
export interface SectionView {
  rooms: RoomView[];
  total: number;
  page: number;
  pages: number;
}

/** What the page shows, in words, the newest first. */
export interface PortalView {
  query: PageQuery;
  people: PeopleView;
  rooms: SectionView;
  archive: SectionView;
  templates: SectionView;
  webhooks: { id: number; name: string; uri: string; enabled: boolean; triggers: string[] }[];
  deliveries: DeliveryView[];
}

export interface DeliveryView {
  id: number;
  trigger: string;
  webhook: string;
  to: string;
  state: 'waiting' | 'delivered' | 'failed';
  status: string;
  at: string;
  request: string;
  response: string;
}

const shownDeliveries = 12;
const shownRooms = 12;

/** The portal as a person would see it. */
export function readPortal(portal: Portal, query: PageQuery): PortalView {
  const { state } = portal;
  return {
    query,
    people: readPeople(state, query.text.toLowerCase()),
    rooms: readSection(portal, folderType.rooms, query),
    archive: readSection(portal, folderType.archive, query),
    templates: readSection(portal, folderType.templates, query),
    webhooks: [...state.webhooks.values()].map(({ id, name, uri, enabled, triggers }) => ({
      ...{ id, name, uri, enabled },
      triggers: triggerNames(triggers),
    })),
    deliveries: latest(state.webhookLog, state.next.webhookLog).map(readDelivery),
  };
}

function readSection(portal: Portal, section: number, { text, page: wanted, roomId }: PageQuery): SectionView {
  const { folders, indexes } = portal.state;
  const ids = [...(indexes.foldersByParent.get(sectionRoot(portal, section).id) ?? [])];
  const found = ids.flatMap((id): Room[] => {
    const folder = folders.get(id);
    return folder && isRoom(folder) && isWanted(folder, text.toLowerCase()) ? [folder] : [];
  });
  found.sort((left, right) => Number(right.id === roomId) - Number(left.id === roomId) || right.id - left.id);
  const pages = Math.max(1, Math.ceil(found.length / shownRooms));
  const page = Math.min(Math.max(1, wanted), pages);
  const rooms = found.slice((page - 1) * shownRooms, page * shownRooms).map((room) => readRoom(portal.state, room));
  return { rooms, total: found.length, page, pages };
}

function isWanted({ title, room }: Room, text: string): boolean {
  return title.toLowerCase().includes(text) || room.tags.some((tag) => tag.toLowerCase() === text);
}

// From the newest number down, without a look at all that have ever been.
function latest(log: ReadonlyMap<number, WebhookLogEntry>, next: number): WebhookLogEntry[] {
  const entries: WebhookLogEntry[] = [];
  for (let id = next - 1; id > 0 && entries.length < shownDeliveries; id--) {
    const entry = log.get(id);
    if (entry) entries.push(entry);
  }
  return entries;
}

function readDelivery(entry: WebhookLogEntry): DeliveryView {
  const isDelivered = entry.status >= 200 && entry.status < 300;
  const outcome = isDelivered ? 'delivered' : 'failed';
  return {
    id: entry.id,
    trigger: triggerNameOf(entry.trigger),
    webhook: entry.configName,
    to: entry.route ?? '',
    state: entry.delivery === undefined ? 'waiting' : outcome,
    status: entry.status === 0 ? 'no answer' : String(entry.status),
    at: entry.creationTime.slice(11, 19),
    request: describe(entry.requestHeaders, entry.requestPayload),
    response: describe(entry.responseHeaders, entry.responsePayload),
  };
}

function describe(headers = '', body = ''): string {
  return [...linesOf(headers), '', indent(body)].join('\n').trim();
}

function linesOf(headers: string): string[] {
  const parsed = parse(headers);
  if (typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(parsed).map(([name, value]) => `${name}: ${String(value)}`);
}

function indent(body: string): string {
  const parsed = parse(body);
  return parsed === undefined ? body : JSON.stringify(parsed, undefined, 2);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
