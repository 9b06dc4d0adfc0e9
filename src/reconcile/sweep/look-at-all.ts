import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, isRetryable, reportError } from '../../base/errors.ts';

/** Something that differs from what a blueprint promises. */
export interface SweepFinding {
  readonly subject: string;
  /** What people call it. */
  readonly name: string;
  /** What would change, or why it cannot, in a few words. */
  readonly what: string;
}

/** What one look at a subject found: nothing where all is as it should be. */
export type Look = { readonly kind: 'change' | 'need'; readonly finding: SweepFinding } | undefined;

/** A portal that asks for patience, or is away for a moment, is asked again; then the sweep ends and comes again later. */
const pausesMs = [1_000, 5_000, 20_000] as const;

export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const pause of pausesMs) {
    try {
      return await ask();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      await sleep(pause);
    }
  }
  return ask();
}

const ends: readonly string[] = ['unavailable', 'rate-limited', 'unauthenticated', 'invalid-config', 'defect'];

/** A subject that cannot be judged is named; a portal that cannot be asked ends the sweep. */
export async function lookOrName(
  who: Pick<SweepFinding, 'subject' | 'name'>,
  look: () => Promise<Look>,
): Promise<Look> {
  try {
    return await patiently(look);
  } catch (error) {
    if (!(error instanceof AppError) || ends.includes(error.kind)) throw error;
    return { kind: 'need', finding: { ...who, what: reportError(error).message } };
  }
}

/** So many subjects are looked at side by side: the portal's own limits hold the calls back. */
const atOnce = 8;

/** Looks at subjects a few at a time, in their order. */
export async function* lookAtAll<T>(subjects: readonly T[], look: (subject: T) => Promise<Look>): AsyncGenerator<Look> {
  for (let from = 0; from < subjects.length; from += atOnce) {
    yield* await Promise.all(subjects.slice(from, from + atOnce).map(look));
  }
}
