import type { SecretSource } from '../blueprint/desired-room.ts';
import type { Level, LinkKind, RoomType } from '../docspace/vocabulary/words.ts';

export type { SecretSource } from '../blueprint/desired-room.ts';

/** Where an item is: the cleaned titles from the room down, each ended by `/`; `''` is the room itself. */
export type FolderPath = string;

interface Common {
  /** Unique in its plan, and the same whenever the same plan is made. */
  readonly id: string;
  /** The actions that must have succeeded before this one may start; those that do not name one another run at once. */
  readonly after: readonly string[];
}

interface NewRoom extends Common {
  readonly title: string;
  readonly roomType: RoomType;
  readonly tags: readonly string[];
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
}

export interface CreateRoom extends NewRoom {
  readonly kind: 'create-room';
}

export interface CreateRoomFromTemplate extends NewRoom {
  readonly kind: 'create-room-from-template';
  readonly templateId: number;
  /** What the template is called, for people who read the plan. */
  readonly templateTitle: string;
}

interface NewEntry extends Common {
  readonly parent: FolderPath;
  readonly title: string;
  /** Set where it may be there already, though nobody has looked: in a room that a template fills. */
  readonly looksFirst?: true;
}

export interface CreateFolder extends NewEntry {
  readonly kind: 'create-folder';
  readonly path: FolderPath;
}

export interface CopyFile extends NewEntry {
  readonly kind: 'copy-file';
  readonly fileId: number;
  /** What the source is called, for people who read the plan. */
  readonly sourceTitle: string;
}

export interface CreateText extends NewEntry {
  readonly kind: 'create-text';
  readonly content: string;
}

export interface Share extends Common {
  readonly kind: 'share';
  readonly entries: readonly ShareEntry[];
  /** Whether the portal tells them by mail. */
  readonly notify: boolean;
}

/** Invites people whom the portal does not know: it makes guests of them, and writes to them at once. */
export interface Invite extends Common {
  readonly kind: 'invite';
  readonly entries: readonly InviteEntry[];
}

export interface SetLink extends Common {
  readonly kind: 'set-link';
  readonly link: PlannedLink;
  /** The link to change; without it one is made. */
  readonly linkId?: string;
}

export interface UpdateRoom extends Common {
  readonly kind: 'update-room';
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
}

export interface AddTags extends Common {
  readonly kind: 'add-tags';
  readonly tags: readonly string[];
}

/** Takes access from people whom a run gave it, and whom the blueprint no longer names. */
export interface RemoveAccess extends Common {
  readonly kind: 'remove-access';
  readonly entries: readonly { readonly id: string; readonly name: string; readonly item: string }[];
}

export interface RemoveTags extends Common {
  readonly kind: 'remove-tags';
  readonly tags: readonly string[];
}

export interface RemoveLink extends Common {
  readonly kind: 'remove-link';
  readonly name: string;
  readonly linkId: string;
  readonly linkKind: LinkKind;
}

/** One effect on the portal. */
export type Action =
  | CreateRoom
  | CreateRoomFromTemplate
  | CreateFolder
  | CopyFile
  | CreateText
  | Share
  | Invite
  | SetLink
  | UpdateRoom
  | AddTags
  | RemoveAccess
  | RemoveTags
  | RemoveLink;

export interface ShareEntry {
  readonly subject: 'user' | 'group';
  readonly id: string;
  /** Whom the id stands for, for people who read the plan. */
  readonly name: string;
  readonly email?: string;
  readonly level: Level;
  /** The level until now, of somebody who is a member already. */
  readonly was?: Level;
  /** When the access ends. ISO 8601 in UTC. */
  readonly expiresAt?: string;
}

export interface InviteEntry {
  readonly email: string;
  readonly level: Level;
  readonly expiresAt?: string;
}

/** Everything that a link shall be. The password's value never stands in a plan. */
export interface PlannedLink {
  readonly name: string;
  readonly kind: LinkKind;
  readonly level: Level;
  readonly expiresAt?: string;
  readonly password?: SecretSource;
  readonly maxUses?: number;
  readonly denyDownload?: boolean;
}

/** Takes a person out of one room. */
export interface EndAccess extends Common {
  readonly kind: 'end-access';
  readonly room: { readonly id: number; readonly title: string };
  readonly person: { readonly id: string; readonly name: string; readonly email?: string };
  /** The level that they have there. */
  readonly level: Level;
}

/** What ends the memberships of a person. `notes`: what it leaves, each in a sentence, with what a person can do. */
export interface PersonPlan {
  readonly person: { readonly id: string; readonly name: string };
  readonly actions: readonly EndAccess[];
  readonly notes: readonly string[];
}

export type Plan = RoomPlan | PersonPlan;

/** What leads from what is to what should be. Without actions nothing is to do. */
export interface RoomPlan {
  readonly room: { readonly id?: number; readonly title: string; readonly roomType: RoomType };
  readonly actions: readonly Action[];
  /** Entries of the blueprint that need nothing, each in a sentence: there already, or left out because it is optional and unset. */
  readonly notes: readonly string[];
}

/** A line of a plan as people read it. */
export interface PlanLine {
  /** How deep in the room's tree; the room itself is 0. */
  readonly depth: number;
  /** `+` will be made, `~` will be changed, `-` will be removed, `=` stays as it is. */
  readonly mark: '+' | '~' | '-' | '=';
  readonly text: string;
}
