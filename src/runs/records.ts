import type { AddedItem, RoomClaims } from '../actions/action-kind.ts';
import type { ErrorReport } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { Level } from '../docspace/vocabulary/words.ts';
import type { KeptFacts } from '../plan/facts.ts';
import type { LinkToRemove, Work } from './close-out/decide.ts';
import type { RunCause, RunRoom, RunState, RunSummary } from './run.ts';

/** Everything that a run starts with. Plain JSON: it travels through the queue. */
export interface RunInput {
  readonly runId: string;
  /** 1, and one more for each retry or wait. */
  readonly attempt: number;
  readonly blueprint: string;
  readonly documentHash: string;
  readonly subject: string;
  readonly cause: RunCause;
  /** What the blueprint was given, by the names of its inputs. */
  readonly inputs?: JsonObject;
  /** Its secret inputs, each sealed. */
  readonly sealed?: Readonly<Record<string, string>>;
  readonly options: RunOptions;
}

export interface RunOptions {
  /** Whether a room that is complete by our records is compared with the blueprint, and drift set right. */
  readonly repair: boolean;
  /** Whether a room that a person deleted or archived is made anew. */
  readonly recreate: boolean;
  /** Close-out only: whether a room that is not archived yet is archived, after guests and links were removed. */
  readonly archive?: boolean;
  /** Set for a run that takes back what another one made. */
  readonly undo?: { readonly runId: string; readonly deletes: boolean };
  /** Set for a run that only takes away the access to a kept room whose time has come. */
  readonly expire?: { readonly keptRoomId: number };
}

/** How a run ended, or why it waits. */
export interface RunOutcome {
  readonly state: RunState;
  readonly subjectName?: string;
  readonly reason?: string;
  readonly remarks: readonly string[];
  readonly room?: RunRoom;
  readonly error?: ErrorReport;
  /** For `waiting`: when it goes on. */
  readonly resumeInSeconds?: number;
}

export interface RunFilter {
  readonly limit: number;
  readonly states?: readonly RunState[];
  readonly blueprint?: string;
  /** A part of the subject, its name, or the room's title, whatever its case. */
  readonly subject?: string;
  /** Only runs of this kept room's subject, or of this room. */
  readonly roomId?: number;
  /** Only runs created at or after, and before, these times. ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** Only runs created before this run. */
  readonly before?: string;
}

/** A run as stored: its input and how it stands. */
export interface StoredRun extends RunSummary {
  readonly input: RunInput;
  readonly error?: ErrorReport;
  readonly remarks: readonly string[];
}

export interface RunRecords {
  /** Makes a queued run visible; does nothing when it is known. */
  insertQueued(input: RunInput): Promise<void>;
  /** Marks an attempt as running; makes the run when it is not known yet. */
  begin(input: RunInput): Promise<void>;
  /** Ends an attempt; an attempt that is not the newest ends nothing. */
  end(input: RunInput, outcome: RunOutcome): Promise<void>;
  /** Marks the next attempt as queued. */
  requeue(runId: string, attempt: number): Promise<void>;
  /** The portal has deleted a room: nothing shows its address any more. */
  forgetAddress(roomId: number): Promise<void>;
  /**
   * Ends a run that waits or stands in the queue; of one that is under way it is kept who asked, until its next attempt is queued. False for
   * one that has ended.
   */
  cancel(runId: string, who: string): Promise<boolean>;
  /** Who asked that a run under way ends before its next change. */
  cancelAskedBy(runId: string): Promise<string | undefined>;
  /** Lets runs go on at once that wait for a reason with these words in it: what failed may stand before them. */
  hasten(message: string): Promise<void>;
  find(runId: string): Promise<StoredRun | undefined>;
  list(filter: RunFilter): Promise<readonly RunSummary[]>;
  countByState(): Promise<Readonly<Partial<Record<RunState, number>>>>;
  /** What a bulk of work is told by: runs that wait for the portal's day to begin anew, runs that have not ended, and runs that ended in a day. */
  countLoad(): Promise<{ readonly waiting: number; readonly open: number; readonly endedInADay: number }>;
  /** How many runs wait for a portal that is away. */
  countAway(): Promise<number>;
  /** The portal is back: those that wait for it go on now. Answers how many. */
  hastenAway(): Promise<number>;
  /** Waiting runs whose time has come. */
  listDue(limit: number): Promise<readonly StoredRun[]>;
  /** Runs that are queued or running, the oldest first. */
  listOpen(limit: number): Promise<readonly StoredRun[]>;
}

export interface KeptRoom extends KeptFacts {
  readonly id: number;
  readonly state: 'making' | 'complete' | 'retired';
  readonly title: string;
  readonly roomId?: number;
  readonly url?: string;
}

export interface RoomOwner {
  readonly blueprint: string;
  readonly key: string;
  readonly subject: string;
  readonly runId: string;
  /** From when the room's relative times count: when its first run read its subject. ISO 8601 in UTC. */
  readonly timesFrom: string;
  readonly documentHash: string;
  readonly inputs?: JsonObject;
  readonly sealed?: Readonly<Record<string, string>>;
}

export interface KeptRoomRecords {
  find(blueprint: string, key: string): Promise<KeptRoom | undefined>;
  get(id: number): Promise<KeptRoom | undefined>;
  /** What the room of a subject was made with; undefined where there is none, or nothing was given. */
  inputsOf(blueprint: string, subject: string): Promise<JsonObject | undefined>;
  /** The records of one room, as the action that makes it needs them. */
  claimsOf(owner: RoomOwner): RoomClaims;
  /** Keeps what an action did, as soon as it is known. What is there already under another run's name stays that run's. */
  record(
    owner: RoomOwner,
    done: { readonly added: readonly AddedItem[]; readonly removed: readonly string[] },
  ): Promise<void>;
  /** The room is as its blueprint says. Inputs that the run was not given stay as they are kept. */
  complete(owner: RoomOwner): Promise<void>;
  /** Which blueprint and key a room is kept for, and the run that made it. */
  findByRoom(
    roomId: number,
  ): Promise<{ readonly blueprint: string; readonly key: string; readonly runId: string } | undefined>;
  /** Kept rooms with something whose time has come, the longest due first. */
  listDue(limit: number): Promise<readonly DueRoom[]>;
  /** What was due is taken away, or needs nothing. */
  settleItems(id: number, items: readonly string[]): Promise<void>;
  /** What was taken away is there again: its time counts as before. */
  reviveItems(id: number, items: readonly string[]): Promise<void>;
  retire(id: number): Promise<void>;
  /** Forgets the room, so that a new one is made. The room itself is not touched. */
  forget(id: number): Promise<void>;
}

/** A kept room with something whose time has come. */
interface DueRoom {
  readonly id: number;
  readonly blueprint: string;
  readonly subject: string;
  readonly documentHash: string;
  readonly inputs?: JsonObject;
  readonly sealed?: Readonly<Record<string, string>>;
  /** The earliest time of what is due: together with the room it names the run. */
  readonly dueSince: string;
}

/** What followed rooms and close-outs, so that no further attempt does it again. */
export interface FollowUpRecords {
  /** What was done for this owner: `room <id of the kept room>` or `run <id>`. */
  done(owner: string): Promise<ReadonlySet<string>>;
  settle(
    owner: string,
    followUp: { readonly id: string; readonly runId: string; readonly summary: string },
  ): Promise<void>;
  /** What a run did that cannot be unmade, in words. */
  ofRun(runId: string): Promise<readonly string[]>;
}

interface StoredDocument {
  readonly hash: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

export interface DocumentRecords {
  save(document: StoredDocument): Promise<void>;
  /** The document of this hash. Errors: `not-found`. */
  read(hash: string): Promise<StoredDocument>;
}

/** What is trusted of a delivery: ids and the trigger. */
export interface AcceptedDelivery {
  readonly eventId: number;
  readonly trigger: string;
  readonly entityId: string;
  /** The portal's own text of the time; part of what tells one event from another. */
  readonly eventCreatedAt: string;
  readonly actorId?: string;
}

export interface DeliveryRecords {
  /** Stores a delivery durably. Answers its id, or undefined when the same was stored before. */
  insert(delivery: AcceptedDelivery): Promise<string | undefined>;
  /** When the newest delivery was stored. */
  lastReceived(): Promise<Date | undefined>;
  /** The longest pause between two deliveries of the last 30 days, in milliseconds; undefined while there are too few to tell. */
  longestSilenceMs(): Promise<number | undefined>;
  markDispatched(id: string, runIds: readonly string[]): Promise<void>;
  /** Deliveries that were stored and, for at least these seconds, not dispatched. */
  listLeft(olderThanSeconds: number, limit: number): Promise<readonly (AcceptedDelivery & { readonly id: string })[]>;
}

/** Access of a person to a room that a run ended, or was about to. */
export interface AccessEnd {
  readonly runId: string;
  readonly roomId: number;
  readonly title: string;
  readonly personId: string;
  /** What they had. */
  readonly level: Level;
}

/** The access that close-outs for a person ended: what they tell of over all attempts, and what undoing gives back. */
export interface AccessEndRecords {
  /** Written down before it is done. Does nothing when it is known. */
  record(end: AccessEnd): Promise<void>;
  /** It was not done after all. */
  withdraw(runId: string, roomId: number): Promise<void>;
  /** What a run ended, without what was given back. */
  ofRun(runId: string): Promise<readonly AccessEnd[]>;
  giveBack(runId: string, roomId: number): Promise<void>;
}

/** A close-out that wrote something, or was about to. */
export interface BegunCloseOut {
  readonly runId: string;
  /** When its run began. ISO 8601 in UTC. */
  readonly time: string;
  readonly work: Work;
  /** Whether it took the room out of the Archive and has not put it back. */
  readonly isOpen: boolean;
}

/** What close-outs keep: rooms that they open for a moment, and links that they could only renew. */
export interface CloseOutRecords {
  /** Whether a blueprint made the room. */
  isKept(roomId: number): Promise<boolean>;
  renewedLinks(roomId: number): Promise<ReadonlySet<string>>;
  recordRenewed(roomId: number, linkId: string): Promise<void>;
  /** Written down before the first write, so that whoever goes on knows how everything was. Does nothing when the run has begun before. */
  begin(begun: Omit<BegunCloseOut, 'isOpen'> & { readonly roomId: number; readonly blueprint: string }): Promise<void>;
  /** The oldest close-out of a room by a blueprint that began and has not told of its end. */
  findBegun(roomId: number, blueprint: string): Promise<BegunCloseOut | undefined>;
  /** Whether all that the run began is done and told, by itself or by another run that went on with it. */
  isSettled(runId: string): Promise<boolean>;
  /** Whether another close-out began within the same second: their reports may have the same title. */
  beganBeside(runId: string): Promise<boolean>;
  /** The links that it is to remove, with those that became known only within the borrowed room. */
  linksOf(runId: string): Promise<readonly LinkToRemove[]>;
  recordLinks(runId: string, links: readonly LinkToRemove[]): Promise<void>;
  /** The room lies in the Archive without links. `changedAt`: when the portal last changed it, by its own words. */
  recordLeft(runId: string, changedAt: string): Promise<void>;
  /** When the portal had last changed the room, as the newest close-out left it that had seen its links. */
  leftAs(roomId: number): Promise<string | undefined>;
  /** All is done and told. */
  settle(runId: string): Promise<void>;
  /** Recorded before the room is taken out of the Archive: it may be open from now on. */
  open(runId: string): Promise<void>;
  /** Whether the room of this run may be open: for its own close-out, or for that of another run that it goes on with. */
  isOpen(runId: string): Promise<boolean>;
  /** The room is archived again. Answers how long it was open, all tries together, in milliseconds. */
  close(runId: string): Promise<number>;
  /** Rooms that have been open for at least these seconds. */
  leftOpen(olderThanSeconds: number): Promise<readonly { readonly runId: string; readonly roomId: number }[]>;
}
