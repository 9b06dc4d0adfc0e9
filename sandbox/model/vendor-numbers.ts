/** FileShare: levels of access. */
export const fileShare = {
  None: 0,
  ReadWrite: 1,
  Read: 2,
  Restrict: 3,
  Varies: 4,
  Review: 5,
  Comment: 6,
  FillForms: 7,
  CustomFilter: 8,
  RoomManager: 9,
  Editing: 10,
  ContentCreator: 11,
} as const;

/** RoomType, as the API speaks of rooms. 3, 4 and 7 do not exist. */
export const roomType = {
  FillingFormsRoom: 1,
  EditingRoom: 2,
  CustomRoom: 5,
  PublicRoom: 6,
  VirtualDataRoom: 8,
  AiRoom: 9,
} as const;

/** FolderType, as the storage speaks of folders. */
export const folderType = {
  default: 0,
  trash: 3,
  user: 5,
  share: 6,
  favorites: 10,
  recent: 11,
  rooms: 14,
  archive: 20,
  templates: 30,
} as const;

const folderTypeOfRoom: Record<number, number> = {
  [roomType.FillingFormsRoom]: 15,
  [roomType.EditingRoom]: 16,
  [roomType.CustomRoom]: 19,
  [roomType.PublicRoom]: 22,
  [roomType.VirtualDataRoom]: 29,
  [roomType.AiRoom]: 31,
};

/** The FolderType of a room of this RoomType. */
export function folderTypeFor(type: number): number {
  return folderTypeOfRoom[type] ?? folderType.default;
}

/** EmployeeType, as filters and PUT people/type speak of accounts. */
export const employeeType = { All: 0, RoomAdmin: 1, Guest: 2, DocSpaceAdmin: 3, User: 4 } as const;

/** EmployeeStatus, with its combinations. */
export const employeeStatusNames = { Active: 1, Terminated: 2, Pending: 4, Default: 5, All: 7 } as const;

/** FileOperationType. */
export const operationKind = { move: 0, copy: 1, delete: 2, download: 3, markAsRead: 4, duplicate: 7 } as const;

/** State of a file operation. */
export const operationStatus = { created: 0, running: 1, completed: 2, canceled: 3, failed: 4 } as const;

/** The system group of all members, which may be a share subject. */
export const everyoneGroupId = 'c5cc67d1-c3e8-43c0-a3ad-3928ae3e5b5e';

/** The account of requests without credentials, and the creator of what nobody created. */
export const emptyGuid = '00000000-0000-0000-0000-000000000000';
