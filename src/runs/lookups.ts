import { AppError } from '../base/errors.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { Facts } from '../plan/facts.ts';

/** How long an answer about a template or a group is believed. A burst of new members asks for each once. */
const freshMs = 60_000;

type Account = Facts['accounts'][string];

/** Looks things up that blueprints name: each answer is shared by all who ask within a minute; failures are not kept. */
export interface Lookups {
  selfId(): Promise<string>;
  readonly file: (id: number) => Promise<Facts['files'][string]>;
  readonly group: (id: string) => Promise<Facts['groups'][string]>;
  /** Everything that a desired room names. Errors: `not-found` names what is missing. */
  facts(desired: DesiredRoom, known: readonly Account[]): Promise<Facts>;
}

export function createLookups(portal: PortalReader): Lookups {
  const selfId = remember(async () => (await portal.self()).id);
  const file = remember((id: number) => orMissing(portal.file(id), `Template file ${id}`));
  const group = remember((id: string) => orMissing(portal.group(id), `Group ${id}`));

  async function account(idOrEmail: string, known: readonly Account[]): Promise<Account> {
    const already = known.find((one) => one.id === idOrEmail);
    if (already) return already;
    const found = idOrEmail.includes('@')
      ? await portal.personByEmail(idOrEmail)
      : await orMissing(portal.person(idOrEmail), `Account ${idOrEmail}`);
    if (found) return found;
    throw missing(`An account with the e-mail ${idOrEmail}`);
  }

  return {
    selfId: () => selfId(undefined),
    file,
    group,
    async facts(desired, known) {
      const [ownerId, files, groups, accounts] = await Promise.all([
        selfId(undefined),
        collect(fileIdsOf(desired.contents), file),
        collect(valuesOf(desired, 'group'), group),
        collect([...valuesOf(desired, 'user'), ...valuesOf(desired, 'person')], (value) => account(value, known)),
      ]);
      return { ownerId, files, groups, accounts };
    },
  };
}

function remember<K, V>(read: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const answers = new Map<K, { readonly until: number; readonly answer: Promise<V> }>();
  return (key) => {
    const known = answers.get(key);
    if (known && known.until > performance.now()) return known.answer;
    const answer = read(key);
    answers.set(key, { until: performance.now() + freshMs, answer });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}

async function orMissing<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') throw missing(what, error);
    if (error instanceof AppError && error.kind === 'forbidden') {
      throw new AppError('forbidden', `${what} cannot be read: ${error.message}`, {
        hint: error.hint ?? 'Give the account of the API key access to it.',
        cause: error,
      });
    }
    throw error;
  }
}

function missing(what: string, cause?: unknown): AppError {
  return new AppError('not-found', `${what} does not exist in the portal.`, {
    hint: 'Set the id in the blueprint, or in the setting that the blueprint reads, to one that exists; no room was made.',
    cause,
  });
}

async function collect<K extends string | number, V>(
  keys: readonly K[],
  read: (key: K) => Promise<V>,
): Promise<Readonly<Record<string, V>>> {
  const entries = await Promise.all([...new Set(keys)].map(async (key) => [String(key), await read(key)] as const));
  return Object.fromEntries(entries);
}

function fileIdsOf(items: DesiredRoom['contents']): readonly number[] {
  return items.flatMap((item) => (item.kind === 'folder' ? fileIdsOf(item.contents) : [item.fileId]));
}

function valuesOf({ access }: DesiredRoom, subject: 'user' | 'group' | 'person'): readonly string[] {
  return access.filter((entry) => entry.subject === subject).map((entry) => entry.value);
}
