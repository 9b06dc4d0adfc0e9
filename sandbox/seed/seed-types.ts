import type { AccountType } from '../model/records.ts';

/** An account of a seed. */
export interface SeedPerson {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  type: AccountType;
  /** Active unless told otherwise. */
  state?: 'pending' | 'terminated';
  title?: string;
  password?: string;
  location?: string;
  /** Days before the portal's start. */
  since: number;
  createdBy?: string;
  /** For a guest: to whom it belongs. */
  guestOf?: readonly string[];
}

/** A group of a seed. */
export interface SeedGroup {
  id: string;
  name: string;
  managerId: string;
  memberIds: readonly string[];
}

/** A file, or a folder with what is in it. */
export type SeedContent =
  { file: string; bytes: Buffer; id?: number } | { folder: string; contents: readonly SeedContent[]; id?: number };

/** A room of a seed. */
export interface SeedRoom {
  id: number;
  title: string;
  /** RoomType of the vendor. */
  type: number;
  ownerId: string;
  since: number;
  tags: readonly string[];
  isArchived?: true;
  isTemplate?: true;
  denyDownload?: true;
  contents: readonly SeedContent[];
  /** Accounts and groups with their levels. */
  members: readonly { id: string; access: number; isGroup?: true }[];
  links: readonly SeedLink[];
}

/** A link of a room of a seed. */
interface SeedLink {
  kind: 'invitation' | 'primary' | 'external';
  id: string;
  title: string;
  access: number;
  password?: string;
  /** An instant. */
  expires?: string;
}
