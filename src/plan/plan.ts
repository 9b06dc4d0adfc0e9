import type { Level, RoomType } from '../docspace/vocabulary/words.ts';

/** Where an item is: the cleaned titles from the room down, each ended by `/`; `''` is the room itself. */
export type FolderPath = string;

interface Common {
  /** Unique in its plan, and the same whenever the same plan is made. */
  readonly id: string;
  /** The actions that must have succeeded before this one may start; those that do not name one another run at once. */
  readonly after: readonly string[];
}

export interface CreateRoom extends Common {
  readonly kind: 'create-room';
  readonly title: string;
  readonly roomType: RoomType;
  readonly tags: readonly string[];
}

export interface CreateFolder extends Common {
  readonly kind: 'create-folder';
  readonly parent: FolderPath;
  readonly path: FolderPath;
  readonly title: string;
}

export interface CopyFile extends Common {
  readonly kind: 'copy-file';
  readonly fileId: number;
  readonly parent: FolderPath;
  readonly title: string;
}

export interface Share extends Common {
  readonly kind: 'share';
  readonly entries: readonly ShareEntry[];
}

export interface AddTags extends Common {
  readonly kind: 'add-tags';
  readonly tags: readonly string[];
}

/** One effect on the portal. */
export type Action = CreateRoom | CreateFolder | CopyFile | Share | AddTags;

export interface ShareEntry {
  readonly subject: 'user' | 'group';
  readonly id: string;
  /** Whom the id stands for, for people who read the plan. */
  readonly name: string;
  readonly level: Level;
}

/** What leads from what is to what should be. Without actions nothing is to do. */
export interface Plan {
  readonly room: { readonly id?: number; readonly title: string; readonly roomType: RoomType };
  readonly actions: readonly Action[];
  /** Entries of the blueprint that need nothing, each in a sentence: there already, or left out because it is optional and unset. */
  readonly notes: readonly string[];
}
