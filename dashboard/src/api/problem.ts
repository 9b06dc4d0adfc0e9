import { z } from 'zod';

/** An error as the API writes it (RFC 9457). */
const ProblemBody = z.object({
  title: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  kind: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** What the API refused, or that it did not answer (`kind` is `no-answer` then). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: string;
  readonly title: string;
  readonly hint: string | undefined;
  readonly errors: readonly FieldIssue[];

  constructor({ kind, title, detail, hint, errors = [] }: ProblemInit) {
    super(detail);
    this.kind = kind;
    this.title = title;
    this.hint = hint;
    this.errors = errors;
  }
}

interface ProblemInit {
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly hint?: string | undefined;
  readonly errors?: readonly FieldIssue[];
}

/** The problem of an answer that is no success. */
export async function readProblem(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => undefined);
  const read = ProblemBody.safeParse(body);
  if (read.success) return new Problem(read.data);
  return new Problem({ kind: 'unknown', title: `${answer.status} ${answer.statusText}`, detail: answer.url });
}
