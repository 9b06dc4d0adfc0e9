import type { AddedItem, RoomClaims } from '../actions/action-kind.ts';
import type { ErrorReport } from '../base/errors.ts';
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
  readonly options: RunOptions;
}

export interface RunOptions {
  /** Whether a room that is complete by our records is compared with the blueprint, and drift set right. */
  readonly repair: boolean;
  /** Whether a room that a person deleted or archived is made anew. */
  readonly recreate: boolean;
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

interface RunFilter {
  readonly limit: number;
  readonly state?: RunState;
  readonly blueprint?: string;
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
  find(runId: string): Promise<StoredRun | undefined>;
  list(filter: RunFilter): Promise<readonly RunSummary[]>;
  countByState(): Promise<Readonly<Partial<Record<RunState, number>>>>;
  /** Waiting runs whose time has come. */
  listDue(limit: number): Promise<readonly StoredRun[]>;
}

export interface KeptRoom {
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
}

export interface KeptRoomRecords {
  find(blueprint: string, key: string): Promise<KeptRoom | undefined>;
  /** The records of one room, as the action that makes it needs them. */
  claimsOf(owner: RoomOwner): RoomClaims;
  complete(owner: RoomOwner, added: readonly AddedItem[]): Promise<void>;
  retire(id: number): Promise<void>;
  /** Forgets the room, so that a new one is made. The room itself is not touched. */
  forget(id: number): Promise<void>;
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
  markDispatched(id: string, runIds: readonly string[]): Promise<void>;
  /** Deliveries that were stored and, for at least these seconds, not dispatched. */
  listLeft(olderThanSeconds: number, limit: number): Promise<readonly (AcceptedDelivery & { readonly id: string })[]>;
}
