import type { Choice, Choices, InitPortal, InitQuestion, Picked, PortalAccess } from '../../cli/init/init-parts.ts';
import { AppError, errorKindOf } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { httpUrl } from '../../config/setting-types.ts';
import { createGovernor } from '../../docspace/governor.ts';
import { asReader, createPortal, type PortalReader } from '../../docspace/portal.ts';
import { checkPortal } from '../doctor/check-portal.ts';
import { listInside } from './list-inside.ts';

/** Looks at a portal that no setting names yet. Only reads. Errors: `invalid-input` for what can be no address or key. */
export async function connect({ url, apiKey }: PortalAccess): Promise<InitPortal> {
  const baseUrl = readUrl(url);
  const portal = asReader(
    createPortal({ baseUrl, apiKey: new Secret(readKey(apiKey)), governor: createGovernor(() => gentle) }),
  );
  return {
    url: baseUrl,
    ...(await checkPortal(baseUrl, portal)),
    find: (what, text) => finders[what](portal, text.trim()),
    listInside: (placeId, what) => listInside({ placeId, what }, portal),
    resolve: (question, answer) => resolve(question, answer, portal),
  };
}

/** Well below what the vendor's cloud allows: a person waits for one answer at a time. */
const gentle = { reads: 8, writes: 1 };

function readUrl(text: string): string {
  // People copy what their browser shows, which begins with the host when they type it.
  const whole = /^https?:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  const parsed = httpUrl().safeParse(whole);
  if (parsed.success && new URL(parsed.data).hostname.length > 0) return parsed.data;
  throw new AppError('invalid-input', 'The address of the portal cannot be read.', {
    hint: 'Give it as your browser shows it, such as https://docspace.example.com.',
  });
}

function readKey(text: string): string {
  const key = text.trim();
  if (/^sk-[^\s'\p{Cc}]+$/u.test(key)) return key;
  throw new AppError('invalid-input', 'An API key of DocSpace begins with "sk-" and has no spaces.', {
    hint: 'Make one in DocSpace under Developer tools, API keys; it is shown once.',
  });
}

const finders: Record<Parameters<InitPortal['find']>[0], (portal: PortalReader, text: string) => Promise<Choices>> = {
  async person(portal, text) {
    const page = await portal.people({
      ...{ startIndex: 0, area: 'members', employeeStatus: 'active' },
      ...(text === '' ? {} : { text }),
    });
    const choices = page.people.map(({ id, name, email, kind }) => ({ id, name, about: email ?? kind }));
    return { choices, isAll: page.next === undefined };
  },
  async group(portal, text) {
    const found = await portal.groups(text);
    const choices = found.map(({ id, name, membersCount }) => ({ id, name, about: `${membersCount} accounts` }));
    return { choices, isAll: found.length < mostInPage };
  },
  async template(portal) {
    return { choices: (await portal.roomTemplates()).map(describeRoom).toSorted(byName), isAll: true };
  },
  async place(portal) {
    const [rooms, own] = await Promise.all([portal.activeRooms(), findOwnFolder(portal)]);
    return { choices: [...own, ...rooms.map(describeRoom).toSorted(byName)], isAll: true };
  },
};

/** A page of the portal's lists. */
const mostInPage = 100;

function describeRoom({ id, title, type }: { id: number; title: string; type: string | undefined }): Choice {
  return { id: String(id), name: title, about: type === undefined ? String(id) : `${type}, ${id}` };
}

function byName(one: Choice, other: Choice): number {
  return one.name.localeCompare(other.name);
}

async function findOwnFolder(portal: PortalReader): Promise<readonly Choice[]> {
  try {
    return [{ id: String(await portal.myFolderId()), name: 'My documents', about: 'of the account of the key' }];
  } catch (error) {
    if (errorKindOf(error) === 'forbidden' || errorKindOf(error) === 'not-found') return [];
    throw error;
  }
}

async function resolve(question: InitQuestion, answer: string, portal: PortalReader): Promise<readonly Picked[]> {
  const ids = answer.split(',').map((id) => id.trim());
  const wanted = ids.filter((id) => id !== '');
  if (question.kind !== 'files' && wanted.length > 1) {
    throw new AppError('invalid-input', `${question.name} takes one id, and not ${wanted.length}.`, {
      hint: question.ask,
    });
  }
  return Promise.all(wanted.map((id) => resolveOne(question, id, portal)));
}

async function resolveOne({ kind, name }: InitQuestion, id: string, portal: PortalReader): Promise<Picked> {
  if (kind === 'group') return { id, name: (await portal.group(readGuid(id, name))).name };
  if (kind === 'person') return resolvePerson(id, name, portal);
  const number = readNumber(id, name);
  if (kind === 'template') return { id, name: (await portal.roomTemplate(number)).title };
  if (kind !== 'folder') return { id, name: (await portal.file(number)).title };
  await portal.folder(number);
  return { id, name: `folder ${id}` };
}

async function resolvePerson(id: string, name: string, portal: PortalReader): Promise<Picked> {
  if (!id.includes('@')) return { id, name: (await portal.person(readGuid(id, name))).name };
  const person = await portal.personByEmail(id);
  if (person) return { id: person.id, name: person.name };
  throw new AppError('not-found', `${name}: the portal knows nobody with the address ${id}.`, {
    hint: 'Name an account of the portal.',
  });
}

function readNumber(id: string, name: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw new AppError('invalid-input', `${name} takes a number, and not "${id}".`, {
    hint: 'The portal shows it in the address of the opened file, folder or template.',
  });
}

function readGuid(id: string, name: string): string {
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id.toLowerCase();
  throw new AppError('invalid-input', `${name} takes an id, and not "${id}".`, {
    hint: 'Ids of people and groups are guids. Leave --answer away to pick by name.',
  });
}
