import { displayName } from '../model/people.ts';
import { type Account, employeeStatus, type Share, subjectType, type WebhookLogEntry } from '../model/records.ts';
import { filesIn, isArchived, isRoom, isTemplate, type Room, subfolders } from '../model/sections.ts';
import type { State } from '../model/state.ts';
import { triggerNameOf, triggerNames } from '../webhooks/triggers.ts';
import { everyoneGroupId } from '../model/vendor-numbers.ts';
import { kindNames, levelName, roomTypeName } from './portal-words.ts';

/** Everything the page shows, in words, the newest first. */
export interface PortalView {
  people: PersonView[];
  rooms: RoomView[];
  archive: RoomView[];
  templates: RoomView[];
  webhooks: { id: number; name: string; uri: string; enabled: boolean; triggers: string[] }[];
  deliveries: DeliveryView[];
}

export interface PersonView {
  id: string;
  name: string;
  email: string;
  initials: string;
  kind: string;
  isGuest: boolean;
  status: 'active' | 'pending' | 'terminated';
  title: string;
}

export interface RoomView {
  id: number;
  title: string;
  type: string;
  owner: string;
  tags: string[];
  contents: EntryView[];
  members: MemberView[];
  links: { title: string; kind: string; level: string; expires: string | undefined; hasPassword: boolean }[];
}

export type EntryView =
  | { kind: 'folder'; id: number; title: string; contents: EntryView[] }
  | { kind: 'file'; id: number; title: string; extension: string };

export interface MemberView {
  name: string;
  initials: string;
  kind: string;
  isGuest: boolean;
  level: string;
}

export interface DeliveryView {
  id: number;
  trigger: string;
  webhook: string;
  to: string;
  state: 'waiting' | 'delivered' | 'failed';
  status: string;
  at: string;
}

const shownDeliveries = 8;
const linkKinds: Record<number, string> = {
  [subjectType.externalLink]: 'External link',
  [subjectType.invitationLink]: 'Invitation link',
  [subjectType.primaryLink]: 'Primary link',
};

/** The portal as a person would see it. */
export function readPortal(state: State): PortalView {
  const all = [...state.folders.values()].filter(isRoom);
  const rooms = all.filter((room) => !isTemplate(state, room));
  const newestFirst = rooms.sort((a, b) => b.id - a.id);
  return {
    people: [...state.accounts.values()].sort(byRegistration).map(readPerson),
    rooms: newestFirst.filter((room) => !isArchived(state, room)).map((room) => readRoom(state, room)),
    archive: newestFirst.filter((room) => isArchived(state, room)).map((room) => readRoom(state, room)),
    templates: all.filter((room) => isTemplate(state, room)).map((room) => readRoom(state, room)),
    webhooks: [...state.webhooks.values()].map(({ id, name, uri, enabled, triggers }) => ({
      ...{ id, name, uri, enabled },
      triggers: triggerNames(triggers),
    })),
    deliveries: [...state.webhookLog.values()].slice(-shownDeliveries).reverse().map(readDelivery),
  };
}

function byRegistration(a: Account, b: Account): number {
  return b.registrationDate.localeCompare(a.registrationDate);
}

function readPerson(account: Account): PersonView {
  const { id, email, type, status, title = '' } = account;
  const known = status === employeeStatus.terminated ? 'terminated' : 'pending';
  const name = displayName(account);
  return {
    ...{ id, email, title, name },
    initials: initialsOf(name),
    kind: kindNames[type],
    isGuest: type === 'guest',
    status: status === employeeStatus.active ? 'active' : known,
  };
}

function readRoom(state: State, room: Room): RoomView {
  const rows = state.shares.get(room.id) ?? [];
  const owner = state.accounts.get(room.createdBy);
  return {
    id: room.id,
    title: room.title,
    type: roomTypeName(room.room.roomType),
    owner: owner ? displayName(owner) : 'nobody',
    tags: room.room.tags,
    contents: readContents(state, room.id),
    members: [
      ...(owner ? [{ ...readMember(owner), level: 'Owner' }] : []),
      ...rows.flatMap((row) => readRow(state, row)),
    ],
    links: rows.flatMap((row) => readLink(row)),
  };
}

function readContents(state: State, folderId: number): EntryView[] {
  const folders = subfolders(state, folderId).map(({ id, title }): EntryView => ({
    kind: 'folder',
    id,
    title,
    contents: readContents(state, id),
  }));
  const files = filesIn(state, folderId).map(({ id, title }): EntryView => ({
    kind: 'file',
    id,
    title,
    extension: /\.([^.]+)$/.exec(title)?.[1] ?? '',
  }));
  return [...folders, ...files];
}

function readRow(state: State, row: Share): MemberView[] {
  const level = levelName(row.access);
  if (row.subjectType === subjectType.group) {
    const name =
      row.subjectId === everyoneGroupId ? 'Everyone' : (state.groups.get(row.subjectId)?.name ?? row.subjectId);
    return [{ name, initials: initialsOf(name), kind: 'Group', isGuest: false, level }];
  }
  const account = row.subjectType === subjectType.user ? state.accounts.get(row.subjectId) : undefined;
  return account ? [{ ...readMember(account), level }] : [];
}

function readMember(account: Account): Omit<MemberView, 'level'> {
  const { name, initials, kind, isGuest } = readPerson(account);
  return { name, initials, kind, isGuest };
}

function readLink({ link, subjectType: type, access }: Share): RoomView['links'] {
  if (!link) return [];
  return [
    {
      title: link.title,
      kind: linkKinds[type] ?? 'Link',
      level: levelName(access),
      expires: link.expirationDate?.slice(0, 10),
      hasPassword: link.password !== undefined,
    },
  ];
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
  };
}

function initialsOf(name: string): string {
  const words = name.split(/[\s&]+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '');
  return letters.join('').toUpperCase();
}
