import { isRecord } from './json.ts';

/**
 * What can go wrong, as far as some caller must act differently.
 *
 * - `invalid-config`: a setting is missing or wrong; the operator mends it.
 * - `invalid-blueprint`: a document does not say what is possible; its author mends it.
 * - `invalid-input`: a request, a command line or a subject's data is wrong; the caller mends it.
 * - `unauthenticated`: nobody, or nobody known, asked.
 * - `forbidden`: somebody known asked for what they may not do.
 * - `not-found`, `conflict`: the thing asked for is not there, or is in the way.
 * - `rejected`: the other side understood and refused; asking again changes nothing.
 * - `rate-limited`: the other side asks for patience.
 * - `unavailable`: the other side did not answer, or answered that it cannot now; asking again may help.
 * - `defect`: our own mistake.
 */
export const errorKinds = [
  'invalid-config',
  'invalid-blueprint',
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'rejected',
  'rate-limited',
  'unavailable',
  'defect',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

export interface ErrorPolicy {
  /** HTTP status of our own answers. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;
  /** Exit code of the command line: 1 failed, 2 refused by check, 4 not allowed, 5 portal unreachable. */
  readonly exitCode: 1 | 2 | 4 | 5;
  /** Whether the engine tries again. */
  readonly retry: boolean;
}

/** The one table that HTTP status, exit code and retry decision are read from. */
export const errorPolicies = {
  'invalid-config': { status: 500, exitCode: 1, retry: false },
  'invalid-blueprint': { status: 422, exitCode: 2, retry: false },
  'invalid-input': { status: 400, exitCode: 2, retry: false },
  unauthenticated: { status: 401, exitCode: 4, retry: false },
  forbidden: { status: 403, exitCode: 4, retry: false },
  'not-found': { status: 404, exitCode: 1, retry: false },
  conflict: { status: 409, exitCode: 1, retry: false },
  rejected: { status: 422, exitCode: 1, retry: false },
  'rate-limited': { status: 429, exitCode: 5, retry: true },
  unavailable: { status: 503, exitCode: 5, retry: true },
  defect: { status: 500, exitCode: 1, retry: false },
} as const satisfies Record<ErrorKind, ErrorPolicy>;

/** Facts about an error that are safe to store and show: never a secret, never a document's content. */
export type ErrorDetails = Readonly<
  Record<string, string | number | boolean | readonly string[] | readonly FieldIssue[]>
>;

/** What is wrong with one field of what was given; several come together under the detail `issues`. */
export interface FieldIssue {
  /** Written like `people[0].email`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

interface AppErrorOptions {
  /** A sentence that an operator can follow. */
  readonly hint?: string;
  readonly details?: ErrorDetails;
  /** Kept for the log where it is caught; the engine's journal loses it. */
  readonly cause?: unknown;
}

/** The one error class of the house. Match on `kind` (see `errorKindOf`), never on the class or the message's text. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** What an error looks like where it is stored or shown. */
export interface ErrorReport {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint?: string;
  readonly details?: ErrorDetails;
}

/**
 * The kind of anything that was thrown. Works on errors that came back from the engine's journal, which keep their fields and lose
 * their class. What carries no kind of ours is a `defect`.
 */
export function errorKindOf(error: unknown): ErrorKind {
  const kind: unknown = typeof error === 'object' && error !== null && 'kind' in error ? error.kind : undefined;
  return errorKinds.find((known) => known === kind) ?? 'defect';
}

/** Whether the engine should try again. A passing fault of the database is not ours to judge here: it is no `AppError`. */
export function isRetryable(error: unknown): boolean {
  return errorPolicies[errorKindOf(error)].retry;
}

/** The storable form of anything that was thrown. The message of a foreign error is kept, its stack and cause are not. */
export function reportError(error: unknown): ErrorReport {
  const message = error instanceof Error ? error.message : String(error);
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const hint = field('hint');
  const details = field('details');
  return {
    kind: errorKindOf(error),
    message,
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(isOwn(error) && areDetails(details) ? { details } : {}),
  };
}

/** Whether an error is one of ours, also when it came back from the engine's journal without its class. */
function isOwn(error: unknown): boolean {
  return errorKindOf(error) !== 'defect' || error instanceof AppError;
}

function areDetails(value: unknown): value is ErrorDetails {
  return isRecord(value) && Object.keys(value).length > 0;
}
