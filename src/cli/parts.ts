import type { Readable, Writable } from 'node:stream';
import type { NewToken, TokenView } from '../http/access.ts';
import type { AllowanceRaise } from '../http/admin-parts.ts';
import type { DailyUse } from '../runs/daily-limits.ts';
import type { Check, LimitsView, RoomPage, RoomQuery, RunPage, RunQuery, WebhookView } from '../http/parts.ts';
import type { renderPlanMarkdown } from '../plan/plan-markdown.ts';
import type { Plan } from '../plan/plan.ts';
import type { SweepReport } from '../reconcile/sweep/sweep.ts';
import type { UndoPlan } from '../runs/plan-undo.ts';
import type { AuditQuery, AuditRecord } from '../runs/audit/audit.ts';
import type { AuditFormat } from '../runs/audit/audit-lines.ts';
import type { Forgotten } from '../runs/forget-person.ts';
import type { InitParts } from './init/init-parts.ts';
import type { RunCall, RunDetail, RunState, RunSummary, runStates } from '../runs/run.ts';

/** Where a program's text goes. */
export interface TextStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** The width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** What a command is given on its standard input. */
interface InputStream {
  /** Whether somebody sits there who can be asked. */
  readonly isTTY: () => boolean;
  /** Its bytes, to be read once. Nothing is read before somebody asks. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** A terminal that a person looks at and types on. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** The outside of a command: what it reads and prints to, and the environment it was started in. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** The terminal to ask on; undefined where there is none. */
  readonly terminal: () => Terminal | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Lends a signal that the first Ctrl-C aborts while `use` is under way; a second one ends the process at once. */
  readonly untilInterrupted: <T>(use: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/**
 * What the commands do, handed in. Making the parts does no work and reads no settings, so that `--help` always answers; each
 * function reads what it needs when it is called, gives back all it took, and throws an `AppError` when it fails.
 */
export interface CliParts {
  readonly version: string;
  /** The table of `src/runs`: what a state means and the exit code that stands for it. */
  readonly runStates: typeof runStates;
  /** Reads blueprints, all that are configured where no file is named. A file that cannot be read is an issue too. */
  readonly check: (files: readonly string[]) => Promise<CheckReport>;
  /** The first set-up. */
  readonly init: InitParts;
  /** Looks at everything that must work. Reads the portal and changes nothing; what fails is a finding, not an error. */
  readonly doctor: () => Promise<DoctorReport>;
  /** Reads the portal and changes nothing. */
  readonly plan: (request: Target) => Promise<PlanReport>;
  /** An existing room as a blueprint. Reads the portal and changes nothing. Throws `not-found`, `forbidden`. */
  readonly capture: (room: number) => Promise<CaptureReport>;
  /** A plan in Markdown, for a review. Reads nothing. */
  readonly renderPlanMarkdown: typeof renderPlanMarkdown;
  /** Starts a run; with `wait` resolves when it ended, else once it is queued. */
  readonly apply: (request: ApplyRequest, onProgress: OnProgress) => Promise<RunDetail>;
  /**
   * Applies a blueprint to each row of a CSV file. All rows are checked before the portal is called: `invalid-input` names every
   * mistake under `details.issues`, up to a limit. Resolves when all rows have ended, or soon after the signal, with what came of them.
   */
  readonly batch: (request: BatchRequest, watch: BatchWatch) => Promise<BatchReport>;
  /** Takes guests and links out of a room, then archives it. */
  readonly archive: (request: RoomRequest, onProgress: OnProgress) => Promise<RunDetail>;
  /** Takes guests and links out of a room that is archived already. */
  readonly closeOut: (request: RoomRequest, onProgress: OnProgress) => Promise<RunDetail>;
  /** Compares what blueprints promise with what the portal has. With `fix` resolves when the runs that it started have ended. */
  readonly sweep: (request: SweepRequest) => Promise<readonly SweepResult[]>;
  /** What `undo` would do now. Reads the portal and changes nothing. Throws `not-found`, or `conflict` for a run under way. */
  readonly planUndo: (request: UndoQuestion) => Promise<UndoPlan>;
  /** Takes back what a run made, by a run of its own. */
  readonly undo: (request: UndoRequest, onProgress: OnProgress) => Promise<RunDetail>;
  readonly runs: {
    readonly list: (query: RunQuery) => Promise<RunPage>;
    /** Throws `not-found` for an unknown id. */
    readonly show: (id: string) => Promise<RunDetail>;
    /** The calls to the portal that a run made. */
    readonly calls: (id: string) => Promise<readonly RunCall[]>;
    readonly retry: (request: RetryRequest, onProgress: OnProgress) => Promise<RunDetail>;
    /** Throws `not-found`, or `conflict` for a run that has ended. */
    readonly cancel: (id: string) => Promise<RunSummary>;
  };
  /** Invitations and mails of the day. */
  readonly allowances: {
    readonly today: () => Promise<readonly DailyUse[]>;
    /** Throws `not-found` for a blueprint that is not in force. */
    readonly raise: (raise: AllowanceRaise) => Promise<void>;
  };
  /** Removes what is kept about a person, by id or e-mail address. Throws `conflict` while something of theirs is under way. */
  readonly forget: (person: string) => Promise<Forgotten>;
  /** Sends a test by every way that alerts leave by. Errors: `invalid-config` when none is set up. */
  readonly testAlerts: () => Promise<{ readonly sentBy: readonly string[] }>;
  /** Who or what caused which change. */
  readonly audit: {
    readonly list: (query: AuditQuery) => Promise<readonly AuditRecord[]>;
    /** Hands the entries over as text, piece by piece. */
    readonly export: (query: AuditQuery, format: AuditFormat, write: (text: string) => void) => Promise<void>;
  };
  /** Tokens of programs that use the API. */
  readonly tokens: {
    /** Answers the token, which can be read only now. Throws `conflict` for a name that is taken. */
    readonly create: (token: NewToken) => Promise<string>;
    readonly list: () => Promise<readonly TokenView[]>;
    /** Throws `not-found`. */
    readonly revoke: (name: string) => Promise<void>;
  };
  /** Kept rooms; with `drift` each compared with its blueprint. */
  readonly rooms: (query: RoomQuery) => Promise<RoomPage>;
  /** The portal's limits, and the same in words parted by semicolons. */
  readonly limits: () => Promise<{ readonly view: LimitsView; readonly text: string }>;
  readonly webhook: {
    readonly status: () => Promise<WebhookView>;
    /** Answers its address. Throws `invalid-config` without DOCSPACE_ADMIN_KEY, and what the portal refuses with. */
    readonly change: (how: 'register' | 'rotate' | 'remove') => Promise<{ readonly url: string }>;
    /** How many entries of the portal's journal were looked at, and how many of them had never come. */
    readonly catchUp: () => Promise<{ readonly read: number; readonly missed: number }>;
  };
  /** Runs the service until a signal ends it. */
  readonly serve: (options: ServiceOptions) => Promise<void>;
  /** Works on runs beside a service until a signal ends it. */
  readonly worker: (options: ServiceOptions) => Promise<void>;
  /** Runs the sandbox portal and the service with it, until a signal ends them. */
  readonly start: (options: ServiceOptions) => Promise<void>;
  /** Runs the sandbox portal alone; resolves to its exit code. */
  readonly sandbox: (args: readonly string[]) => Promise<number>;
}

/** Called whenever the record of the run has changed, with all of it. */
export type OnProgress = (run: RunDetail) => void;

interface ServiceOptions {
  /** Called once, when the service answers. */
  readonly onReady: (report: ReadyReport) => void;
}

/** What the inputs of a blueprint are to be. Secret ones never stand among the others. */
export interface GivenInputs {
  readonly inputs: unknown;
  /** By the names of the inputs. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `text`: values may be texts that stand for numbers, dates and so on, as on a command line. */
  readonly from: 'json' | 'text';
}

/** Which blueprint, by its name or file, for whom: the id or e-mail of a person, or what its inputs are to be. */
export type Target = { readonly blueprint: string } & (
  ({ readonly person: string } & Partial<GivenInputs>) | { readonly room: number } | GivenInputs
);

export type ApplyRequest = Target & {
  /** Make a room anew that a person deleted or archived. */
  readonly recreate: boolean;
  readonly wait: boolean;
};

export interface BatchRequest {
  readonly blueprint: string;
  readonly source: BatchSource;
  /** Where the outcome of each row is written. */
  readonly result: string;
  /** Columns that are not named as the input that they hold. */
  readonly map: readonly ColumnName[];
  /** Leave columns alone that belong to no input, instead of refusing them. */
  readonly ignoreColumns: boolean;
  /** Inputs that are the same for every row, by their dotted paths. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly recreate: boolean;
  /** Start new runs for rows that were applied before from this same file. */
  readonly again: boolean;
  /** Go on with the result file that is there: do what is missing or failed. */
  readonly resume: boolean;
}

export type BatchSource = { readonly file: string } | { readonly bytes: () => AsyncIterable<Uint8Array> };

/** A column by its heading, and the dotted path of the input that it holds. */
export interface ColumnName {
  readonly heading: string;
  readonly path: string;
}

export interface BatchWatch {
  readonly signal: AbortSignal;
  /** Called whenever something changed, some times a second at most. */
  readonly onProgress: (counts: BatchCounts) => void;
}

/** How the rows of a file stand. */
export interface BatchCounts {
  /** Rows of the file. */
  readonly total: number;
  /** Rows that the result file of an interrupted batch had settled already. */
  readonly before: number;
  /** Rows that ended in this batch, however they did. */
  readonly ended: number;
  /** Those of them that failed, and those of which something remains to be done. */
  readonly failed: number;
  readonly remains: number;
  /** Rows that are queued or under way, and those of them whose run waits for something that takes long. */
  readonly underWay: number;
  readonly waiting: number;
}

export interface BatchReport extends BatchCounts {
  readonly blueprint: string;
  readonly result: string;
  /** Rows whose run this same file had started before; they were not applied again, but for failed ones. */
  readonly known: number;
  /** Whether Ctrl-C ended it before its end. */
  readonly interrupted: boolean;
}

export interface RoomRequest {
  readonly room: number;
  /** The blueprint of kind CloseOut; may be left out where there is only one. */
  readonly blueprint?: string;
  readonly wait: boolean;
}

export interface SweepRequest {
  /** Its name or file; without it every blueprint with a sweep. */
  readonly blueprint?: string;
  readonly fix: boolean;
  /** Another limit than the document's. */
  readonly limit?: number;
}

/** What a sweep saw, and the runs that it started, as they stand. */
export interface SweepResult extends SweepReport {
  readonly runs: readonly RunSummary[];
}

interface UndoQuestion {
  readonly runId: string;
  /** Delete a room that the run made, instead of archiving it. */
  readonly deletes: boolean;
}

interface UndoRequest extends UndoQuestion {
  readonly wait: boolean;
}

export interface RetryRequest {
  readonly id: string;
  readonly wait: boolean;
}

export interface CheckReport {
  readonly blueprints: readonly { readonly name: string; readonly file: string }[];
  readonly issues: readonly CheckIssue[];
}

/** What `doctor` found, in the order to read. */
export interface DoctorReport {
  readonly checks: readonly Check[];
  readonly portalUrl?: string;
}

/** A blueprint made from a room; `remarks` say what of the room it does not hold. */
export interface CaptureReport {
  readonly room: { readonly id: number; readonly title: string };
  readonly text: string;
  readonly remarks: readonly string[];
}

/** What is wrong in a document. Line and column count from 1. */
export interface CheckIssue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What would work. */
  readonly hint?: string;
  /** The text of the line, to point into. */
  readonly source?: string;
}

/** `plan` is absent where the run would not come so far: `state` and `reason` then say why (`skipped`: the person is a guest). */
export interface PlanReport {
  readonly blueprint: string;
  readonly subject: string;
  readonly subjectName?: string;
  readonly plan?: Plan;
  readonly state?: RunState;
  readonly reason?: string;
}

/** What a service says once it runs. The only place where its one-time address and first token are ever shown. */
export interface ReadyReport {
  /** Where it answers; a worker does not. */
  readonly url?: string;
  /** What runs where: `{ name: 'Service', where: 'http://localhost:3000' }`. */
  readonly places: readonly { readonly name: string; readonly where: string }[];
  /** Opens the pages signed in, once, within five minutes. */
  readonly signInUrl?: string;
  /** The first admin token, if it was made just now. */
  readonly adminToken?: string;
  readonly tryFirst: readonly { readonly text: string; readonly command?: string }[];
  readonly warnings: readonly string[];
}
