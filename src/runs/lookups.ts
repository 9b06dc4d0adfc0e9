import { AppError } from '../base/errors.ts';
import type { DesiredRoom } from '../blueprint/desired-room.ts';
import type { Person } from '../docspace/person.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { Room } from '../docspace/room.ts';
import type { Facts } from '../plan/facts.ts';

/** How long an answer about a template or a group is believed. A burst of new members asks for each once. */
const freshMs = 60_000;

type Account = Facts['accounts'][string];
type Template = NonNullable<Facts['template']>;

/** Looks things up that blueprints name: each answer is shared by all who ask within a minute; failures, and that somebody is not there, are not kept. */
export interface Lookups {
  selfId(): Promise<string>;
  readonly file: (id: number) => Promise<Facts['files'][string]>;
  readonly group: (id: string) => Promise<Facts['groups'][string]>;
  readonly template: (id: number) => Promise<Template>;
  /** An account by id or e-mail address; undefined for an address that no account has. Errors: `not-found` for an id. */
  readonly person: (idOrEmail: string) => Promise<Person | undefined>;
  /** Everything that a desired room names. Errors: `not-found` names what is missing. */
  facts(desired: DesiredRoom, known: readonly Account[]): Promise<Facts>;
}

export function createLookups(portal: PortalReader): Lookups {
  const selfId = remember(async () => (await portal.self()).id);
  const file = remember((id: number) => orMissing(portal.file(id), `Template file ${id}`));
  const group = remember((id: string) => orMissing(portal.group(id), `Group ${id}`));

  const template = remember((id: number) =>
    orMissing(portal.roomTemplate(id), `Room template ${id}`).then(readTemplate),
  );
  const person = remember((idOrEmail: string) =>
    idOrEmail.includes('@')
      ? portal.personByEmail(idOrEmail)
      : orMissing(portal.person(idOrEmail), `Account ${idOrEmail}`),
  );
  const account = async (value: string, known: readonly Account[]): Promise<Account | undefined> =>
    known.find((one) => one.id === value || sameAddress(one.email, value)) ?? (await person(value));

  return {
    selfId: () => selfId(undefined),
    file,
    group,
    template,
    person,
    async facts(desired, known) {
      const people = [...valuesOf(desired, 'user'), ...valuesOf(desired, 'person')];
      const [ownerId, files, groups, found, from] = await Promise.all([
        selfId(undefined),
        collect(fileIdsOf(desired.contents), file),
        collect(valuesOf(desired, 'group'), group),
        collect(people, (value) => account(value, known)),
        desired.templateId === undefined ? undefined : template(desired.templateId),
      ]);
      return { ownerId, files, groups, ...splitAccounts(found), ...(from ? { template: from } : {}) };
    },
  };
}

function readTemplate({ id, title, type }: Room): Template {
  if (type) return { title, type };
  throw new AppError(
    'invalid-blueprint',
    `Room template ${id} "${title}" makes rooms of a type that Concierge does not make.`,
    {
      hint: 'Name a template of a collaboration, custom, public, form-filling or virtual data room.',
    },
  );
}

/** Accounts, and the addresses that no account has: the portal makes guests of them when they are invited. */
function splitAccounts(found: Readonly<Record<string, Account | undefined>>): Pick<Facts, 'accounts' | 'strangers'> {
  const accounts: Record<string, Account> = {};
  const strangers: string[] = [];
  for (const [value, account] of Object.entries(found)) {
    if (!account) strangers.push(value);
    else {
      const { id, name, email, kind } = account;
      accounts[value] = { id, name, kind, ...(email === undefined ? {} : { email }) };
    }
  }
  return { accounts, strangers };
}

function sameAddress(one: string | undefined, other: string): boolean {
  return one !== undefined && other.includes('@') && one.toLowerCase() === other.toLowerCase();
}

function remember<K, V>(read: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const answers = new Map<K, { readonly until: number; readonly answer: Promise<V> }>();
  return (key) => {
    const known = answers.get(key);
    if (known && known.until > performance.now()) return known.answer;
    const answer = read(key);
    answers.set(key, { until: performance.now() + freshMs, answer });
    const forget = (): void => void answers.delete(key);
    // Who is not there now may be in a moment.
    answer.then((value) => value === undefined && forget(), forget);
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
  return items.flatMap((item) => {
    if (item.kind === 'folder') return fileIdsOf(item.contents);
    return item.kind === 'copy' ? [item.fileId] : [];
  });
}

function valuesOf({ access }: DesiredRoom, subject: 'user' | 'group' | 'person'): readonly string[] {
  return access.filter((entry) => entry.subject === subject).map((entry) => entry.value);
}
