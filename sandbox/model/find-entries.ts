import { fileKind, kindOf } from './file-kinds.ts';
import { extensionOf } from './file-title.ts';
import type { File } from './records.ts';
import { descendants, type Entry, filesIn, isFile, subfolders } from './sections.ts';
import type { State } from './state.ts';
import { everyoneGroupId, roomType } from './vendor-numbers.ts';

/** FilterType of the vendor. */
export const filterType = {
  None: 0,
  FilesOnly: 1,
  FoldersOnly: 2,
  DocumentsOnly: 3,
  PresentationsOnly: 4,
  SpreadsheetsOnly: 5,
  ImagesOnly: 7,
  ByUser: 8,
  ByDepartment: 9,
  ArchiveOnly: 10,
  ByExtension: 11,
  MediaOnly: 12,
  FillingFormsRooms: 13,
  EditingRooms: 14,
  CustomRooms: 17,
  PublicRooms: 20,
  Pdf: 22,
  PdfForm: 23,
  VirtualDataRooms: 24,
  DiagramsOnly: 25,
  AiRooms: 26,
} as const;

/** ApplyFilterOption of the vendor: which kind of entry the text, the type and the extension are about. */
export const filterTarget = { All: 0, Files: 1, Folders: 2 } as const;

export interface EntryFilter {
  text?: string | undefined;
  type: number;
  /** With their dots, in lower case. */
  extensions: readonly string[];
  /** A person, or a group, that made the entries. */
  subjectId?: string | undefined;
  excludesSubject: boolean;
  /** What the filter is about; the other kind is not filtered. */
  target: number;
  /** A filter reaches into subfolders. */
  isDeep: boolean;
}

/** What is in a folder and passes the filter. */
export function findEntries(state: State, folderId: number, filter: EntryFilter): Entry[] {
  const near = [...subfolders(state, folderId), ...filesIn(state, folderId)];
  if (!filter.isDeep) return filterEntries(state, near, filter);
  const everywhere = isFilter(filter) ? descendants(state, folderId) : near;
  // The kind that the filter is not about is listed as without one.
  const reached = everywhere.filter((entry) => entry.parentId === folderId || isTarget(entry, filter));
  return filterEntries(state, reached, filter);
}

function isFilter({ text, type, extensions, subjectId }: EntryFilter): boolean {
  return text !== undefined || type !== filterType.None || extensions.length > 0 || subjectId !== undefined;
}

function isTarget(entry: Entry, { target }: EntryFilter): boolean {
  return target !== (isFile(entry) ? filterTarget.Folders : filterTarget.Files);
}

/** Those of some entries that pass the filter. */
export function filterEntries(state: State, entries: readonly Entry[], filter: EntryFilter): Entry[] {
  const makers = filter.subjectId === undefined ? undefined : membersOf(state, filter.subjectId);
  return entries.filter(
    (entry) =>
      (makers === undefined || makers.has(entry.createdBy) !== filter.excludesSubject) &&
      (!isTarget(entry, filter) || passes(entry, filter)),
  );
}

function membersOf({ groups, accounts }: State, id: string): Set<string> {
  if (id === everyoneGroupId) return new Set(accounts.keys());
  return new Set(groups.get(id)?.memberIds ?? [id]);
}

function passes(entry: Entry, { text, type, extensions }: EntryFilter): boolean {
  return (
    isOfType(entry, type, text) &&
    (text === undefined || entry.title.toLowerCase().includes(text.toLowerCase())) &&
    (extensions.length === 0 || (isFile(entry) && extensions.includes(extensionOf(entry.title))))
  );
}

const kindsOfType: Record<number, readonly number[]> = {
  [filterType.DocumentsOnly]: [fileKind.document],
  [filterType.PresentationsOnly]: [fileKind.presentation],
  [filterType.SpreadsheetsOnly]: [fileKind.spreadsheet],
  [filterType.ImagesOnly]: [fileKind.image],
  [filterType.ArchiveOnly]: [fileKind.archive],
  [filterType.MediaOnly]: [fileKind.audio, fileKind.video],
  [filterType.Pdf]: [fileKind.pdf],
  // No PDF is known as a form here.
  [filterType.PdfForm]: [],
  [filterType.DiagramsOnly]: [fileKind.diagram],
};

const roomsOfType: Record<number, number> = {
  [filterType.FillingFormsRooms]: roomType.FillingFormsRoom,
  [filterType.EditingRooms]: roomType.EditingRoom,
  [filterType.CustomRooms]: roomType.CustomRoom,
  [filterType.PublicRooms]: roomType.PublicRoom,
  [filterType.VirtualDataRooms]: roomType.VirtualDataRoom,
  [filterType.AiRooms]: roomType.AiRoom,
};

function isOfType(entry: Entry, type: number, text: string | undefined): boolean {
  const room = roomsOfType[type];
  if (isFile(entry)) return type !== filterType.FoldersOnly && room === undefined && isFileOfType(entry, type, text);
  if (room !== undefined) return entry.room?.roomType === room;
  return type !== filterType.FilesOnly && type !== filterType.ByExtension && !kindsOfType[type];
}

function isFileOfType({ title }: File, type: number, text = ''): boolean {
  if (type === filterType.ByExtension) return title.toLowerCase().endsWith(text.toLowerCase());
  return kindsOfType[type]?.includes(kindOf(title)) ?? true;
}
