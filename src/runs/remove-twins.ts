import { type ErrorKind, errorKindOf, reportError } from '../base/errors.ts';
import { whoCancelled } from './holds.ts';

/** What lost calls made after all, beside what was made in its place: for people. */
export interface Twins {
  readonly deleted: readonly string[];
  /** What was not looked for to the end, or not deleted, and why. */
  readonly left: readonly string[];
}

/** Refusals that concern the twin alone: the run has done its work by then, and asking again changes nothing. */
const refusals: readonly ErrorKind[] = ['forbidden', 'not-found', 'conflict', 'rejected'];

/**
 * Has twins looked for and deleted; `remove` answers what it deleted. A refusal fails nothing: it is told as what is left. Errors: those
 * that may pass, a key that is refused, and that the run was cancelled.
 */
export async function removeTwins(what: string, remove: () => Promise<readonly string[]>): Promise<Twins> {
  try {
    return { deleted: await remove(), left: [] };
  } catch (error) {
    if (!refusals.includes(errorKindOf(error)) || whoCancelled(error) !== undefined) throw error;
    return { deleted: [], left: [`a second ${what} of a lost call may be left: ${reportError(error).message}`] };
  }
}
