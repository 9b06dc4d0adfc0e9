import type { ErrorReport } from '../base/errors.ts';
import type { Condition } from '../blueprint/render-room.ts';
import type { Json } from '../base/json.ts';
import type { Plan } from '../plan/plan.ts';

interface StateMeaning {
  /** What the state tells a reader. */
  readonly meaning: string;
  /** Who must act for the run to go on or be settled. */
  readonly act: 'nobody' | 'concierge' | 'operator' | 'room owner';
  /** Exit code of a command that ends with a run in this state. */
  readonly exitCode: 0 | 1 | 2 | 3 | 4;
  /** Whether the run has ended. A `failed` one has, until somebody retries it. */
  readonly ended: boolean;
}

/** Every state that a run may be in: what it means, who must act, and the exit code of the command line. */
export const runStates = {
  queued: { meaning: 'accepted, not started', act: 'concierge', exitCode: 2, ended: false },
  running: { meaning: 'being applied', act: 'concierge', exitCode: 2, ended: false },
  waiting: {
    meaning: 'waits until a time, for a person or for the portal',
    act: 'concierge',
    exitCode: 2,
    ended: false,
  },
  done: { meaning: 'everything is as the blueprint says', act: 'nobody', exitCode: 0, ended: true },
  'done-with-remains': { meaning: 'done but for what is named', act: 'operator', exitCode: 3, ended: true },
  'nothing-to-do': { meaning: 'everything was so already', act: 'nobody', exitCode: 0, ended: true },
  skipped: { meaning: 'the blueprint is not for this subject', act: 'nobody', exitCode: 0, ended: true },
  'needs-owner': { meaning: 'only the owner of the room may do it', act: 'room owner', exitCode: 4, ended: true },
  failed: { meaning: 'stopped by an error; retry goes on where it stopped', act: 'operator', exitCode: 1, ended: true },
  cancelled: { meaning: 'stopped by a person', act: 'nobody', exitCode: 1, ended: true },
} as const satisfies Record<string, StateMeaning>;

export type RunState = keyof typeof runStates;

export function isRunState(text: string): text is RunState {
  return Object.hasOwn(runStates, text);
}

/** Why a cancelled run ended. */
export function cancelledBy(who: string): string {
  return `cancelled by ${who}`;
}

/** What started a run. */
export type RunCause =
  | { readonly kind: 'delivery'; readonly eventId: number; readonly trigger: string }
  | { readonly kind: 'person'; readonly name: string }
  /** A request by the API, in the name of a token. */
  | { readonly kind: 'http'; readonly name: string }
  /** A row of a CSV file, counted from 1 without its header. */
  | { readonly kind: 'csv'; readonly name: string; readonly row: number }
  /** Access whose time had come. */
  | { readonly kind: 'expiry' }
  | { readonly kind: 'poll' }
  | { readonly kind: 'sweep' };

/** One application of a blueprint to a subject, as lists show it. Times are ISO 8601 in UTC. */
export interface RunSummary {
  readonly id: string;
  readonly blueprint: string;
  /** Whom or what it is applied for: `person:<id>`. */
  readonly subject: string;
  /** What people call the subject; absent until it was read. */
  readonly subjectName?: string;
  readonly state: RunState;
  /** Why it ended as it did, in a sentence, where the state alone does not say. */
  readonly reason?: string;
  readonly cause: RunCause;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly room?: RunRoom;
}

export interface RunRoom {
  readonly id: number;
  readonly title: string;
  /** Address for people with access; not a secret. */
  readonly url?: string;
}

/** One step that the run took or will take. */
export interface RunAction {
  readonly name: string;
  readonly state: 'planned' | 'running' | 'done' | 'failed';
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** What it did, in a few words. */
  readonly result?: string;
  readonly error?: ErrorReport;
  /** Ids of the actions that it had to wait for. */
  readonly after: readonly string[];
  /** What it asked of the portal, in the order of asking, all tries together. */
  readonly calls: readonly RunCall[];
}

export interface KeptMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A call to the portal that a run made. */
export interface RunCall {
  readonly method: string;
  /** The path with names in braces for ids. */
  readonly template: string;
  readonly isWrite: boolean;
  readonly startedAt: string;
  /** The step that made it, and its try: 0 for the first. */
  readonly step?: string;
  readonly tryNumber?: number;
  readonly attempt?: number;
  readonly roomId?: number;
  /** Absent while it is under way, and where no reply came. */
  readonly status?: number;
  /** `unknown`: a write that may or may not have happened. */
  readonly effect?: 'none' | 'done' | 'unknown';
  readonly ms?: number;
  readonly error?: string;
  /** What was sent, of a call that failed, without secrets. */
  readonly body?: Json;
}

export interface RunDetail extends RunSummary {
  /** SHA-256 of the blueprint's document that the run started with. */
  readonly documentHash: string;
  /** How often it was started: 1, and one more for each retry or wait. */
  readonly attempt: number;
  /** Which of them is told here. */
  readonly shownAttempt: number;
  readonly plan?: Plan;
  /** Why the blueprint is not for this subject: each part of its `when`, with its value. */
  readonly conditions: readonly Condition[];
  readonly actions: readonly RunAction[];
  readonly error?: ErrorReport;
  /** What was kept back or could not be done: an unsent mail, an entry that remains. */
  readonly remarks: readonly string[];
  /** Mails that were written and not sent, since no mail server is set. */
  readonly keptMails: readonly KeptMail[];
}
