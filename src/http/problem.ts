import type { Context } from 'hono';
import { z } from 'zod';
import { errorPolicies, reportError, type ErrorKind, type ErrorReport, type FieldIssue } from '../base/errors.ts';

const titles: Record<ErrorKind, string> = {
  'invalid-config': 'A setting is wrong',
  'invalid-blueprint': 'The blueprint is wrong',
  'invalid-input': 'The request is wrong',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Not possible now',
  rejected: 'Refused',
  'rate-limited': 'Too many requests',
  unavailable: 'Not available now',
  defect: 'Something went wrong',
};

/** An error as RFC 9457 writes it; `hint` says what to do, `kind` is what a program branches on. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly hint?: string;
  readonly kind: ErrorKind;
  /** Each field that is wrong. */
  readonly errors?: readonly FieldIssue[];
}

/**
 * What the outside is told about anything that was thrown. The text of a defect stays in the log: nobody wrote it for readers, and
 * it may hold what is not theirs.
 */
export function describeProblem(error: unknown): Problem {
  return toProblem(reportError(error));
}

function toProblem({ kind, message, hint, details }: ErrorReport): Problem {
  const own = kind !== 'defect';
  const shownHint = own ? hint : 'The log of the service says more.';
  return {
    type: `urn:docspace-concierge:problem:${kind}`,
    title: titles[kind],
    status: errorPolicies[kind].status,
    detail: own ? message : 'The service made a mistake.',
    ...(shownHint === undefined ? {} : { hint: shownHint }),
    kind,
    ...errorsOf(details?.['issues']),
  };
}

function errorsOf(issues: unknown): Pick<Problem, 'errors'> {
  const read = z.array(z.object({ path: z.string(), message: z.string() })).safeParse(issues);
  return read.success ? { errors: read.data } : {};
}

/** Answers with an error as problem+json. `status` replaces the one that the kind stands for. */
export function answerProblem(c: Context, error: unknown, status?: 413): Response {
  const problem = describeProblem(error);
  // What was understood and is wrong in its fields is told from what was not understood.
  const code = status ?? (problem.errors ? 422 : errorPolicies[problem.kind].status);
  return c.json({ ...problem, status: code }, code, { 'Content-Type': 'application/problem+json' });
}
