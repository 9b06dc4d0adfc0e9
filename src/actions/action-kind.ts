import type { Secret } from '../base/secret.ts';
import type { Portal } from '../docspace/portal.ts';
import type { Action, FolderPath, SecretSource, ShareEntry } from '../plan/plan.ts';

/** The one room of a blueprint and key, as our own records know it. */
export interface RoomIntent {
  /** Whether this call recorded it: nothing can have been created for it yet. */
  readonly isNew: boolean;
  readonly secondsAgo: number;
  /** Portal time: a room that was made for this intent is not older. ISO 8601. */
  readonly since: string;
  /** The room, once one was claimed. */
  readonly roomId: number | undefined;
}

/** Our records of kept rooms, as far as making one needs them. */
export interface RoomClaims {
  /** Records, before the portal is called, that a room is about to be made; or answers what was recorded before. */
  intend(title: string, since: Date): Promise<RoomIntent>;
  /** Takes the intent back: it is certain that nothing was made. */
  withdraw(): Promise<void>;
  /** Makes the room ours. False when it is another subject's. */
  claim(room: { readonly id: number; readonly url: string }): Promise<boolean>;
  /** Whether another subject's room of this title is being made, and may be there without being claimed yet. */
  isTitleContested(title: string): Promise<boolean>;
  /** Which of these rooms are ours already, for whatever subject. */
  claimed(roomIds: readonly number[]): Promise<ReadonlySet<number>>;
}

export interface ActionContext {
  readonly portal: Portal;
  readonly claims: RoomClaims;
  /** The room, once there is one. */
  readonly roomId: number | undefined;
  /** Id of each folder that is there, by its path; the room itself under `''`. */
  readonly folderIds: ReadonlyMap<FolderPath, number>;
  /** Whether a part of this may have happened without our knowing: then it is looked for before it is done. */
  readonly isDoubtful: boolean;
  /** Whether the doubt comes from a crash: then the doubtful call is as old as its intent. */
  readonly isAfterCrash: boolean;
  /** Seconds after a doubtful call at which it is looked whether the room came after all. */
  readonly looksAfterSeconds: readonly number[];
  /** Those of these people who may be invited today; the same again are admitted again. */
  readonly admitInvitations: (names: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The value of a secret that the plan only names. Errors: `invalid-input` for one that is not there any more. */
  secret(source: SecretSource): Secret;
  /** Does `work` while no other run of this installation, in whatever process, does work of that name. */
  readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** What an action did, as the journal keeps it: plain JSON, never a secret. */
export interface ActionResult {
  /** What a reader sees: "folder Documents/". */
  readonly summary: string;
  /** What is in the portal now because of it: only that may ever be taken away again. */
  readonly added: readonly AddedItem[];
  /** What is no longer there because of it: the `item` of each. */
  readonly removed?: readonly string[];
  /** The room that it made. */
  readonly room?: { readonly id: number; readonly title: string; readonly url: string };
  /** Set when it was made after a doubtful call: what that call was to make may still turn up, not older than this. ISO 8601. */
  readonly twinsSince?: string;
  /** The folder that it made. */
  readonly folderId?: number;
  /** Who was to get access and did not. */
  readonly missing?: readonly MissingMember[];
  /** How many were left out since the day's invitations are used up: the run goes on with them tomorrow. */
  readonly deferred?: number;
  /** The portal's own words about what it left out. */
  readonly warning?: string;
}

export interface AddedItem {
  /** `folder:<path>`, `file:<path>`, `member:<id or e-mail>`, `tag:<name>`, `link:<name>` */
  readonly item: string;
  readonly portalId: string;
  /** When it is to be taken away again. ISO 8601 in UTC. */
  readonly expiresAt?: string;
}

/** How one kind of action is described, done, and looked for after doubt. */
export interface ActionKind<A extends Action> {
  readonly kind: A['kind'];
  /** A few words for people, in the imperative: "create folder Documents". */
  describe(action: A): string;
  /**
   * Does it, and believes only what the reply shows: a 200 is not a success.
   * Errors as the portal client raises them; `rejected` when the reply shows something else than was asked for.
   */
  run(action: A, context: ActionContext): Promise<ActionResult>;
  /** The result, when the effect is there already. */
  find(action: A, context: ActionContext): Promise<ActionResult | undefined>;
}

/** Somebody who was to get access and did not. */
export type MissingMember = Pick<ShareEntry, 'id' | 'name' | 'level'>;
