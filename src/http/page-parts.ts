import type { FieldIssue } from '../base/errors.ts';
import type { Condition } from '../blueprint/render-room.ts';
import type { AccountKind, Level, LinkKind } from '../docspace/vocabulary/words.ts';
import type { PlanLine } from '../plan/plan.ts';
import type { Frozen } from '../runs/freeze.ts';
import type { UndoPlan } from '../runs/plan-undo.ts';
import type { RunState, RunSummary } from '../runs/run.ts';
import type { Check, WorkRequest } from './parts.ts';

/** What the pages ask besides runs and blueprints. Times are ISO 8601 in UTC. */
export interface PageParts {
  readonly portal: { readonly kind: 'sandbox' | 'portal'; readonly url: string };
  /** Runs that were started in each piece of time since `since`, the oldest first; pieces without runs are left out. */
  readonly chart: (query: ChartQuery) => Promise<readonly ChartPiece[]>;
  /** Errors: `not-found`; `conflict` for a run that is under way or has ended. */
  readonly cancel: (runId: string, who: string) => Promise<RunSummary>;
  /** What taking a run back would do. Reads only. */
  readonly planUndo: (runId: string, deletes: boolean) => Promise<UndoPlan>;
  readonly rooms: RoomParts;
  readonly guests: GuestParts;
  readonly deliveries: DeliveryParts;
  readonly batches: BatchParts;
  readonly search: SearchParts;
  readonly freeze: {
    readonly read: () => Promise<Frozen | undefined>;
    readonly turnOn: (by: string) => Promise<void>;
    /** Runs that wait for the switch go on. */
    readonly turnOff: () => Promise<void>;
  };
  readonly connectors: ConnectorParts;
  /** Sends a test by every way that alerts leave by. Errors: `invalid-config` when none is set up, and those of the connectors. */
  readonly testAlerts: () => Promise<{ readonly sentBy: readonly string[] }>;
  /** Looks at everything that must work, and says of each what to do about it. Reads the portal, changes nothing. */
  readonly examine: () => Promise<readonly Check[]>;
  /** Only where the portal is the sandbox. */
  readonly sandbox?: SandboxParts;
  /** Tells which kinds of things change from when it resolves, until `signal` ends it or they cannot be read. */
  readonly watch: (signal: AbortSignal) => Promise<AsyncIterable<readonly ChangedThing[]>>;
}

export const changedThings = ['runs', 'rooms', 'deliveries', 'batches', 'settings'] as const;
export type ChangedThing = (typeof changedThings)[number];

export interface ChartQuery {
  readonly since: Date;
  readonly piece: 'hour' | 'day';
  /** Only runs of these blueprints; of all without. */
  readonly blueprints: readonly string[] | undefined;
}

export interface ChartPiece {
  readonly from: string;
  readonly counts: Readonly<Partial<Record<RunState, number>>>;
}

/** A room that a blueprint keeps. */
export interface KeptRoomView {
  /** Of the record; the room's own id is `roomId`. */
  readonly id: number;
  readonly blueprint: string;
  readonly subject: string;
  readonly subjectName?: string;
  readonly state: 'making' | 'complete' | 'retired';
  readonly title: string;
  readonly roomId?: number;
  /** Address for people with access; not a secret. */
  readonly url?: string;
  readonly madeAt: string;
  readonly runId: string;
  readonly checkedAt?: string;
  /** What would set it right, as of then; empty when nothing would. */
  readonly drift?: readonly PlanLine[];
}

export interface RoomMember {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly kind: AccountKind | 'group';
  readonly level?: Level;
  readonly isOwner: boolean;
  readonly pending: boolean;
}

export interface RoomQuery {
  readonly limit: number;
  readonly blueprint?: string;
  readonly state?: KeptRoomView['state'];
  /** A part of the title or the subject's name, whatever its case. */
  readonly text?: string;
  readonly before?: number;
  /** Only rooms of these blueprints; of all without. */
  readonly blueprints?: readonly string[] | undefined;
}

interface RoomParts {
  readonly list: (query: RoomQuery) => Promise<{ readonly rooms: readonly KeptRoomView[]; readonly next?: number }>;
  /** By the room's own id. */
  readonly find: (roomId: number) => Promise<KeptRoomView | undefined>;
  /** People and groups of the room as the portal tells them now. Errors: `not-found` for a room that is gone. */
  readonly members: (room: KeptRoomView) => Promise<readonly RoomMember[]>;
  /** Links with their addresses, which are secrets. */
  readonly links: (room: KeptRoomView) => Promise<readonly RoomLinkView[]>;
  /** Compares the room with its blueprint as it stands now, and keeps what was found. Changes nothing in the portal. */
  readonly check: (room: KeptRoomView) => Promise<RoomCheck>;
  /** Queues a run that sets the room right. */
  readonly fix: (room: KeptRoomView, request: WorkRequest) => Promise<RunSummary>;
}

export interface RoomCheck {
  readonly checkedAt: string;
  readonly drift: readonly PlanLine[];
  /** Why nothing can be set right, where that is so. */
  readonly reason?: string;
}

export interface RoomLinkView {
  readonly id: string;
  readonly kind: LinkKind;
  readonly title: string;
  readonly level?: Level;
  readonly address: string;
  readonly expiresAt?: string;
  readonly expired: boolean;
  readonly hasPassword: boolean;
}

/** Somebody from outside with access to a kept room. */
export interface GuestAccess {
  readonly guest: { readonly id: string; readonly name: string; readonly email?: string; readonly pending: boolean };
  readonly blueprint: string;
  readonly room: { readonly id: number; readonly title: string; readonly url?: string };
  readonly level?: Level;
  /** Names the access within its room: `member:…` what a run gave, `guest:…` what a person gave in the portal. */
  readonly item: string;
  /** Since when and by which run; absent where a person gave it. */
  readonly since?: string;
  readonly until?: string;
  readonly runId?: string;
}

interface GuestParts {
  readonly list: () => Promise<readonly GuestAccess[]>;
  /** Ends the access now: queues a run that takes it away. Errors: `not-found`. */
  readonly remove: (access: AccessName, request: WorkRequest) => Promise<RunSummary>;
  /** Sets when the access ends; never without a time. Errors: `not-found`. */
  readonly extend: (access: AccessName, end: { readonly until: string; readonly who: string }) => Promise<void>;
}

export interface AccessName {
  /** The room's own id. */
  readonly roomId: number;
  readonly item: string;
}

export interface DeliveryView {
  readonly id: string;
  readonly eventId: number;
  readonly trigger: string;
  readonly entityId: string;
  readonly receivedAt: string;
  readonly state: 'stored' | 'dispatched';
  /** What it started. A run that did nothing says why. */
  readonly runs: readonly (RunSummary & { readonly conditions: readonly Condition[] })[];
}

interface DeliveryParts {
  readonly list: (query: {
    readonly limit: number;
    readonly before?: string;
  }) => Promise<{ readonly deliveries: readonly DeliveryView[]; readonly next?: string }>;
  /** Starts the runs of a delivery once more, as runs of their own, once `may` has refused none of their blueprints. Errors: `not-found`. */
  readonly replay: (
    id: string,
    request: WorkRequest & { readonly may: (blueprint: string) => void },
  ) => Promise<readonly RunSummary[]>;
}

export interface SheetReport {
  readonly columns: readonly { readonly heading: string; readonly input?: string }[];
  readonly total: number;
  readonly good: number;
  /** What is wrong, by line and column, as far as it is named. */
  readonly issues: readonly FieldIssue[];
  /** The first rows, as results show them. */
  readonly sample: readonly { readonly line: number; readonly cells: readonly string[]; readonly wrong: boolean }[];
}

export interface SheetRequest {
  readonly blueprint: string;
  readonly file: string;
  readonly text: string;
}

export interface BatchView {
  readonly id: string;
  readonly blueprint: string;
  readonly file: string;
  readonly who: string;
  readonly createdAt: string;
  readonly total: number;
  /** Rows that were wrong and have no run. */
  readonly refused: number;
  readonly states: Readonly<Partial<Record<RunState | 'not-started', number>>>;
}

export interface BatchRowView {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly state: RunState | 'not-started' | 'refused';
  readonly runId?: string;
  readonly reason?: string;
  readonly room?: RunSummary['room'];
}

interface BatchParts {
  /** Reads a file and says what is wrong with it; starts nothing. Errors: `invalid-input` for a heading that does not fit. */
  readonly check: (request: SheetRequest) => Promise<SheetReport>;
  /** Keeps the good rows durably and queues their runs; wrong rows are kept with what is wrong. */
  readonly start: (request: SheetRequest, who: WorkRequest) => Promise<BatchView>;
  readonly list: () => Promise<readonly BatchView[]>;
  readonly find: (
    id: string,
  ) => Promise<
    (BatchView & { readonly headings: readonly string[]; readonly rows: readonly BatchRowView[] }) | undefined
  >;
  /** The file with what came of each row. */
  readonly result: (id: string) => Promise<string>;
}

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

interface SearchParts {
  readonly people: (text: string) => Promise<readonly Found[]>;
  readonly groups: (text: string) => Promise<readonly Found[]>;
}

export interface ConnectorView {
  readonly name: string;
  readonly title: string;
  readonly isSet: boolean;
  /** What is set, without secrets, or what to set. */
  readonly text: string;
  /** What a test does, in a sentence; absent where there is none. */
  readonly test?: string;
}

interface ConnectorParts {
  readonly list: () => readonly ConnectorView[];
  /** Errors as the connector raises them; `conflict` for one that is not set up. Answers what was seen. */
  readonly test: (name: string) => Promise<{ readonly text: string }>;
}

interface SandboxParts {
  readonly addPerson: () => Promise<{ readonly text: string }>;
  readonly inviteGuest: () => Promise<{ readonly text: string }>;
  readonly archiveRoom: () => Promise<{ readonly text: string }>;
}
