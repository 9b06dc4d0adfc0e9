import { randomBytes } from 'node:crypto';
import { AppError } from '../base/errors.ts';
import { toPattern } from '../base/sql-pattern.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { Engine } from '../engine/engine.ts';
import type { Journal } from './audit/journal.ts';
import type { RunCause } from './run.ts';

/** How a person is known here: any of it may stand in what we keep. */
export interface Known {
  /** Ids of accounts; of a person whom the portal does not know, perhaps none. */
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** Full names, where one is long enough not to mean others too. */
  readonly names: readonly string[];
}

export interface Forgotten {
  /** What stands for the person now where something had to stay. Nothing leads from it back to them. */
  readonly pseudonym: string;
  /** What was removed or replaced, in words: `12 runs`. */
  readonly removed: readonly string[];
  /** What cannot be removed here, or what follows, in words. */
  readonly remains: readonly string[];
}

export interface ForgetRecords {
  /** What our tables call a person with this id or address. */
  learn(person: string): Promise<Known>;
  /** What is under way for them, in words: then nothing may be forgotten yet. */
  underWay(known: Known): Promise<readonly string[]>;
  /** Removes and replaces, all or nothing. */
  erase(known: Known, pseudonym: string): Promise<Pick<Forgotten, 'removed' | 'remains'>>;
}

interface ForgetParts {
  readonly records: ForgetRecords;
  readonly engine: Pick<Engine, 'deleteMentions'>;
  readonly portal: Pick<PortalReader, 'person' | 'personByEmail'>;
  readonly journal: Pick<Journal, 'record' | 'flush'>;
}

/**
 * Removes what is kept about a person, named by id or e-mail address. The portal, which knows them best, is asked what else they are
 * called; when it does not answer, what our tables know has to do. Asking again finds what a crash left.
 * Errors: `conflict` while something of theirs is under way.
 */
export async function forgetPerson(
  person: string,
  cause: RunCause,
  { records, engine, portal, journal }: ForgetParts,
): Promise<Forgotten> {
  const known = merge(await records.learn(person), await askPortal(person, portal));
  const underWay = await records.underWay(known);
  if (underWay.length > 0) {
    throw new AppError('conflict', `Something is under way for this person: ${underWay.join(', ')}.`, {
      hint: 'Wait until it has ended, or settle what waits, and ask again.',
    });
  }
  await journal.flush();
  const pseudonym = `forgotten-${randomBytes(6).toString('hex')}`;
  const journals = await engine.deleteMentions([...known.ids, ...known.emails, ...known.names].map(toPattern));
  const { removed, remains } = await records.erase(known, pseudonym);
  const all = [...removed, ...(journals > 0 ? [`${String(journals)} journals of steps`] : [])];
  journal.record({
    ...{ kind: 'forget', what: 'a person was forgotten', cause, subject: `person:${pseudonym}` },
    detail: all.join(', ') || 'nothing was kept',
  });
  await journal.flush();
  return { pseudonym, removed: all, remains: [...remains, ...elsewhere] };
}

const elsewhere = [
  'the account, its rooms and files in the portal',
  'contacts and notes in the CRM, and what was sent to a chat or another system',
  'mails that were sent',
  'result files of CSV runs, log files and backups of the database',
  'while the account is active in the portal, an event, a sweep or a person may start a run for it again',
] as const;

async function askPortal(person: string, portal: ForgetParts['portal']): Promise<Known> {
  const isEmail = person.includes('@');
  try {
    const found = isEmail ? await portal.personByEmail(person) : await portal.person(person);
    if (!found) return nobody;
    const { id, email, name } = found;
    return { ids: [id], emails: email === undefined ? [] : [email], names: [name] };
  } catch (error) {
    // Gone, not to be seen, or away: then what we know has to do.
    if (error instanceof AppError) return nobody;
    throw error;
  }
}

const nobody: Known = { ids: [], emails: [], names: [] };

function merge(one: Known, other: Known): Known {
  const unite = (left: readonly string[], right: readonly string[]): string[] => [...new Set([...left, ...right])];
  return {
    ids: unite(one.ids, other.ids),
    emails: unite(one.emails, other.emails),
    // A short name, or a single word, stands in too much that is about others.
    names: unite(one.names, other.names).filter((name) => name.length >= 5 && name.trim().includes(' ')),
  };
}
