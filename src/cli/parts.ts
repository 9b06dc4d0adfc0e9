import type { RunPage, RunQuery } from '../http/parts.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunDetail, RunState, runStates } from '../runs/run.ts';

/** Where a program's text goes. */
export interface TextStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** The width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** The outside of a command: what it prints to and the environment it was started in. */
export interface Io {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
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
  /** Reads the portal and changes nothing. */
  readonly plan: (request: Target) => Promise<PlanReport>;
  /** Starts a run; with `wait` resolves when it ended, else once it is queued. */
  readonly apply: (request: ApplyRequest, onProgress: OnProgress) => Promise<RunDetail>;
  readonly runs: {
    readonly list: (query: RunQuery) => Promise<RunPage>;
    /** Throws `not-found` for an unknown id. */
    readonly show: (id: string) => Promise<RunDetail>;
    readonly retry: (request: RetryRequest, onProgress: OnProgress) => Promise<RunDetail>;
  };
  /** Runs the service until a signal ends it. */
  readonly serve: (options: ServiceOptions) => Promise<void>;
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

/** Which blueprint for whom: its name or file, and the id or e-mail of a person. */
export interface Target {
  readonly blueprint: string;
  readonly person: string;
}

export interface ApplyRequest extends Target {
  /** Make a room anew that a person deleted or archived. */
  readonly recreate: boolean;
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
  readonly url: string;
  /** What runs where: `{ name: 'Service', where: 'http://localhost:3000' }`. */
  readonly places: readonly { readonly name: string; readonly where: string }[];
  /** Opens the pages signed in, once, within five minutes. */
  readonly signInUrl?: string;
  /** The first admin token, if it was made just now. */
  readonly adminToken?: string;
  readonly tryFirst: readonly { readonly text: string; readonly command?: string }[];
  readonly warnings: readonly string[];
}
