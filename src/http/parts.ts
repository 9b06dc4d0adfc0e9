import type { Log } from '../base/log.ts';
import type { Secret } from '../base/secret.ts';
import type { Delivery, parseDelivery } from '../docspace/delivery.ts';
import type { verifySignature } from '../docspace/verify-signature.ts';
import type { Plan, PlanLine } from '../plan/plan.ts';
import type { RunCause, RunDetail, RunState, RunSummary, runStates } from '../runs/run.ts';
import type { JsonObject } from '../base/json.ts';
import type { Access } from './access.ts';
import type { BlueprintPicture } from './blueprint-picture.ts';
import type { AuditParts, AllowanceParts, PeopleParts } from './admin-parts.ts';
import type { IdempotencyRecords } from './api/idempotency.ts';
import type { DashboardFiles } from './dashboard-files.ts';
import type { PageParts } from './page-parts.ts';
import type { Site } from './site.ts';

/** Everything that the HTTP side needs of the rest of the service. */
export interface HttpParts {
  readonly log: Log;
  readonly now: () => Date;
  readonly site: Site;
  readonly access: Access;
  readonly door: DoorParts;
  readonly runs: RunParts;
  readonly work: WorkParts;
  readonly audit: AuditParts;
  readonly allowances: AllowanceParts;
  readonly people: PeopleParts;
  /** The table of `src/runs`: which states exist and what they mean. */
  readonly runStates: typeof runStates;
  readonly describe: Describe;
  readonly pages: PageParts;
  /** The built dashboard. */
  readonly dashboard: DashboardFiles;
  /** What the first page says about the whole. Must not throw for a portal or database that is away: that is what it tells. */
  readonly overview: () => Promise<Overview>;
  /** What a scraper is answered, in the text format of Prometheus. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Whether a delivery that came now would be acted on. */
  readonly readiness: () => Promise<Readiness>;
}

/** What the webhook door needs. */
export interface DoorParts {
  /**
   * The secrets that a signature may be made with; several while rotating, none when none is set. With `isFresh` one that was made a moment
   * ago is among them. Throws when they cannot be read.
   */
  readonly secrets: (isFresh: boolean) => Promise<readonly Secret[]>;
  readonly verifySignature: typeof verifySignature;
  readonly parseDelivery: typeof parseDelivery;
  /**
   * Keeps a delivery durably before it resolves; `ignored` is one that no blueprint listens to. A repeated delivery is `accepted`
   * and starts nothing new. Throws when the delivery cannot be kept; the portal then sends it again.
   */
  readonly acceptDelivery: (delivery: Delivery) => Promise<'accepted' | 'ignored'>;
}

export interface RunQuery {
  readonly limit: number;
  /** Only runs in one of these states. */
  readonly states?: readonly RunState[];
  readonly blueprint?: string;
  /** A part of the subject, its name, or the room's title, whatever its case. */
  readonly subject?: string;
  readonly roomId?: number;
  /** Only runs that were created at or after, and before, these times. ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** Where the last page ended: a page's `next`. */
  readonly before?: string;
}

/** Runs, the newest first. */
export interface RunPage {
  readonly runs: readonly RunSummary[];
  /** What to ask `before` with for the page after this one; absent on the last. */
  readonly next?: string;
}

export interface RunParts {
  readonly list: (query: RunQuery) => Promise<RunPage>;
  /** With what an attempt of it did: the newest unless told otherwise. */
  readonly find: (id: string, attempt?: number) => Promise<RunDetail | undefined>;
  /** Queues a failed run again in somebody's name. Throws `not-found`, or `conflict` for a run that did not fail. */
  readonly retry: (id: string, who: string) => Promise<RunSummary>;
}

/** In whose name something is started, and what tells it from other requests: the same again is the same run. */
export interface WorkRequest {
  readonly who: string;
  readonly requestId: string;
}

export type RequestTarget =
  { readonly person: string; readonly inputs?: unknown } | { readonly inputs: unknown } | { readonly room: number };

/** A blueprint in force, as programs and people choose among them. */
export interface BlueprintView {
  readonly name: string;
  readonly kind: 'Room' | 'CloseOut';
  readonly description?: string;
  readonly isForPerson: boolean;
  /** Whether it is for rooms that are there. */
  readonly isForRoom: boolean;
  readonly startsByHttp: boolean;
  readonly events: readonly string[];
  /** JSON Schema of what it is given; of kind Room only. */
  readonly inputs?: JsonObject;
  readonly picture: BlueprintPicture;
  /** The document as its author wrote it. */
  readonly text: string;
}

/** A document that is not in force, and why. */
interface BlueprintIssue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** What is started through the API. Each answers once it is queued durably. Errors are those of what is asked for. */
export interface WorkParts {
  readonly version: string;
  readonly blueprints: () => readonly BlueprintView[];
  readonly issues: () => readonly BlueprintIssue[];
  readonly idempotency: IdempotencyRecords;
  /** Throws `invalid-input` with all `issues` of the inputs. */
  readonly start: (
    request: WorkRequest & { readonly blueprint: string; readonly target: RequestTarget; readonly recreate: boolean },
  ) => Promise<RunSummary>;
  /** Reads the portal and changes nothing. */
  readonly plan: (request: { readonly blueprint: string; readonly target: RequestTarget }) => Promise<PlanView>;
  readonly closeOut: (
    roomId: number,
    request: WorkRequest & { readonly blueprint: string; readonly archives: boolean },
  ) => Promise<RunSummary>;
  readonly undo: (runId: string, request: WorkRequest & { readonly deletes: boolean }) => Promise<RunSummary>;
  readonly limits: () => Promise<LimitsView>;
}

/** What applying would do; `plan` is absent where it would not come so far: `state` and `reason` then say why. */
interface PlanView {
  readonly blueprint: string;
  readonly subject: string;
  readonly subjectName?: string;
  readonly plan?: Plan;
  readonly state?: RunState;
  readonly reason?: string;
}

/** Words for what runs are made of, the same on pages as in the command line. */
export interface Describe {
  readonly cause: (cause: RunCause) => string;
  readonly plan: (plan: Plan) => readonly PlanLine[];
  readonly duration: (milliseconds: number) => string;
}

/** The portal's limits as all processes keep them together. */
export interface LimitsView {
  readonly limits:
    'none' | { readonly reads: number; readonly writes: number; readonly perMinute?: number; readonly perDay?: number };
  /** Whether the portal refused calls for limits that the settings do not know. */
  readonly isLearnt: boolean;
  /** Writes of the last day, where a day has a limit; `doneBy` when the work that is open takes longer than that day. */
  readonly writes?: { readonly used: number; readonly perDay: number; readonly doneBy?: string };
  readonly openRuns: number;
  /** Runs that wait for the next day. */
  readonly waitingRuns: number;
}

/** A room that a run made or took over. */
export interface KeptRoomView {
  readonly blueprint: string;
  readonly subject: string;
  readonly key: string;
  readonly title: string;
  /** `retired`: a person deleted or archived it, and it is left so. */
  readonly state: 'making' | 'complete' | 'retired';
  readonly room?: number;
  readonly url?: string;
  /** Where drift was asked for: what applying the blueprint would change. */
  readonly drift?: Drift;
}

/** What a kept room differs in from its blueprint, in words; or why that cannot be told. */
export type Drift =
  | { readonly state: 'none' }
  | { readonly state: 'drifted'; readonly changes: readonly string[] }
  | { readonly state: 'left-alone'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string };

export interface RoomQuery {
  readonly limit: number;
  readonly blueprint?: string;
  /** Where the last page ended: a page's `next`. */
  readonly after?: string;
  /** Whether each room is compared with its blueprint, which takes some calls for each. */
  readonly drift: boolean;
}

export interface RoomPage {
  readonly rooms: readonly KeptRoomView[];
  readonly next?: string;
}

/** How the webhook stands, and how Concierge learns of what happens. */
export interface WebhookView {
  readonly by: 'webhook' | 'polling' | 'nothing';
  readonly why: string;
  /** ISO 8601 in UTC. */
  readonly lastHeardAt?: string;
  /** Whether the first delivery is still to come and that is no wonder: the webhook, or the service, is less than a day old. */
  readonly isAwaited?: true;
  /** What the portal says; absent without DOCSPACE_ADMIN_KEY. */
  readonly portal?: {
    readonly isRegistered: boolean;
    readonly enabled?: boolean;
    readonly url: string;
    readonly faults: readonly string[];
    readonly lastSuccessAt?: string;
    readonly lastFailureAt?: string;
    readonly lastFailure?: string;
  };
}

/** One thing that must work, as the first page shows it. `text` and `hint` are sentences without secrets. */
export interface Check {
  readonly name: string;
  readonly state: 'good' | 'attention' | 'bad';
  readonly text: string;
  readonly hint?: string;
}

export interface Overview {
  readonly portal: { readonly kind: 'sandbox' | 'portal'; readonly url: string };
  /** Portal, webhook, database and what else must work, in the order to show. */
  readonly checks: readonly Check[];
  readonly counts: Readonly<Partial<Record<RunState, number>>>;
}

/** `reasons` are words for an operator, never a secret; empty when ready. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}
