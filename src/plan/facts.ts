import type { AccountKind, Level, LinkKind, RoomType } from '../docspace/vocabulary/words.ts';

/** What was looked up in the portal for a plan, by the ids and addresses that the blueprint names. */
export interface Facts {
  /** Our own account: the owner of each room that we make. */
  readonly ownerId: string;
  readonly files: Readonly<Record<string, { readonly title: string; readonly extension: string }>>;
  readonly groups: Readonly<Record<string, { readonly name: string }>>;
  readonly accounts: Readonly<
    Record<string, { readonly id: string; readonly name: string; readonly email?: string; readonly kind: AccountKind }>
  >;
  /** E-mail addresses that no account has: they are invited as guests. */
  readonly strangers: readonly string[];
  /** The room template, where one is named. */
  readonly template?: { readonly title: string; readonly type: RoomType };
}

export interface ObservedFolder {
  /** Missing for a folder that is only planned. */
  readonly id: number;
  readonly files: readonly { readonly id: number; readonly title: string }[];
  readonly folders: readonly (ObservedFolder & { readonly title: string })[];
}

export interface ObservedLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly primary: boolean;
  readonly title: string;
  readonly level: Level | undefined;
  readonly expiresAt?: string;
  readonly hasPassword: boolean;
  readonly denyDownload: boolean;
  readonly maxUses?: number;
}

/** A kept room as it was found. */
export interface ObservedRoom extends ObservedFolder {
  readonly title: string;
  readonly type: RoomType | undefined;
  readonly ownerId: string;
  readonly tags: readonly string[];
  readonly url: string;
  readonly quotaBytes?: number;
  readonly denyDownload: boolean;
  readonly members: readonly {
    readonly subject: 'user' | 'group';
    readonly id: string;
    readonly name: string;
    readonly email?: string;
    readonly level: Level | undefined;
  }[];
  /** Only read for a blueprint that names links, or whose runs made some. */
  readonly links: readonly ObservedLink[];
}

/** What our own records say of a kept room. */
export interface KeptFacts {
  /** What runs added, and until when. */
  readonly items: readonly KeptItem[];
  /** From when relative times count that are not recorded yet. ISO 8601 in UTC. */
  readonly timesFrom: string;
}

export interface KeptItem {
  /** `folder:<path>`, `file:<path>`, `member:<id or e-mail>`, `tag:<name>`, `link:<name>` */
  readonly item: string;
  readonly portalId: string;
  /** The run that added it. */
  readonly runId?: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt?: string;
  /** Whether it was taken away when its time had come. */
  readonly isSettled?: boolean;
}
