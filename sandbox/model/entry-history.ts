import type { Portal } from '../portal.ts';
import { versionsOf } from './library.ts';
import type { File, Folder, Share } from './records.ts';
import { subjectType } from './records.ts';
import { descendants, type Entry, isFile } from './sections.ts';

/** MessageAction of the vendor, as far as what happened can be read from the records. */
const actions = {
  FileCreated: 5000,
  FolderCreated: 5019,
  UserFileUpdated: 5034,
  RoomCreated: 5070,
  RoomCreateUser: 5085,
  RoomInvitationLinkCreated: 5086,
  RoomExternalLinkCreated: 5088,
  RoomGroupAdded: 5094,
} as const;

/** Something that happened to an entry. */
export interface HistoryEvent {
  action: keyof typeof actions;
  actionId: number;
  actorId: string;
  date: string;
  entry: Entry;
  /** The row of access that was granted. */
  share?: Share;
}

/**
 * What happened to a file, or to a folder and all that is in it, newest first. It is read from the records: who made
 * what, each version and who was let in. What left no trace in them, a change of a title for example, is not in it.
 */
export function historyOf(portal: Portal, entry: Entry): HistoryEvent[] {
  const { state } = portal;
  const events = isFile(entry) ? fileEvents(entry) : [entry, ...descendants(state, entry.id)].flatMap(entryEvents);
  const granted = isFile(entry) ? [] : (state.shares.get(entry.id) ?? []).map((share) => grantEvent(entry, share));
  return [...events, ...granted].toSorted((one, other) => other.date.localeCompare(one.date));
}

function entryEvents(entry: Entry): HistoryEvent[] {
  return isFile(entry) ? fileEvents(entry) : [folderEvent(entry)];
}

function folderEvent(folder: Folder): HistoryEvent {
  const action = folder.room ? 'RoomCreated' : 'FolderCreated';
  return describe(action, folder, { actorId: folder.createdBy, date: folder.created });
}

function fileEvents(file: File): HistoryEvent[] {
  const updates = versionsOf(file).slice(0, -1);
  return [
    describe('FileCreated', file, { actorId: file.createdBy, date: file.created }),
    ...updates.map(({ modifiedBy, modified }) =>
      describe('UserFileUpdated', file, { actorId: modifiedBy, date: modified }),
    ),
  ];
}

const grants: Record<number, HistoryEvent['action']> = {
  [subjectType.user]: 'RoomCreateUser',
  [subjectType.group]: 'RoomGroupAdded',
  [subjectType.invitationLink]: 'RoomInvitationLinkCreated',
};

function grantEvent(entry: Entry, share: Share): HistoryEvent {
  const action = grants[share.subjectType] ?? 'RoomExternalLinkCreated';
  return { ...describe(action, entry, { actorId: share.grantedBy, date: share.grantedOn }), share };
}

function describe(
  action: HistoryEvent['action'],
  entry: Entry,
  { actorId, date }: { actorId: string; date: string },
): HistoryEvent {
  return { action, actionId: actions[action], actorId, date, entry };
}
