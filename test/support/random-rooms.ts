import type { DesiredAccess, DesiredItem, DesiredLink, DesiredRoom } from '../../src/blueprint/desired-room.ts';
import { levels } from '../../src/docspace/vocabulary/words.ts';
import type { KeptFacts, ObservedFolder, ObservedLink, ObservedRoom } from '../../src/plan/facts.ts';
import type { Action, SetLink } from '../../src/plan/plan.ts';
import { aCopy, aDesiredRoom, aFolder, anAccess, anObservedRoom, facts } from './plan-values.ts';

type Chance = () => number;

/** A room that a blueprint wants, and one as it may be found: nothing, a part of it, other things. The same for the same seed. */
export function randomRoom(seed: number): { desired: DesiredRoom; observed?: ObservedRoom; kept?: KeptFacts } {
  const chance = createChance(seed);
  const desired: DesiredRoom & { links: DesiredLink[] } = withLinks({
    type: pick(['collaboration', 'custom'] as const, chance),
    tags: ['home', 'staff', 'x'].filter(() => chance() < 0.5),
    contents: randomItems(chance, 3),
    access: randomAccess(chance),
    links: chance() < 0.5 ? [{ ...aLink, kind: 'invitation', name: 'invitation' }] : [],
  });
  const external = desired.type === 'custom' && chance() < 0.7;
  if (external) desired.links.push(aLink, { ...aLink, name: 'Press', level: 'editor', denyDownload: true });
  if (chance() < 0.25) return { desired };
  const observed = anObservedRoom({
    type: desired.type,
    tags: ['home', 'of somebody'].filter(() => chance() < 0.5),
    members: ['ada', 'bob', 'stranger', 'ended', 'owner']
      .filter(() => chance() < 0.6)
      .map((id) => ({ subject: 'user' as const, id, name: id, level: pick(levels, chance) })),
    links: external && chance() < 0.5 ? [anObservedLink('l1', { primary: true, level: pick(levels, chance) })] : [],
    ...randomFolder(desired.contents, chance),
    id: 7,
  });
  // Runs of before gave access to one whom the blueprint no longer names, and a tag that may be gone.
  const items = ['member:ended', 'tag:of a run', 'folder:Gone/'].filter(() => chance() < 0.6);
  const kept = { timesFrom: now, items: items.map((item) => ({ item, portalId: item })) };
  return { desired, observed, ...(chance() < 0.7 ? { kept } : {}) };
}

/** The time of these plans. */
export const now = '2026-07-01T12:00:00.000Z';

const aLink: DesiredLink = {
  ...{ name: 'primary', kind: 'external', level: 'viewer', at: { line: 1, column: 1 } },
  expires: { afterSeconds: 86_400 },
};

function withLinks(changes: Partial<DesiredRoom> & { links: DesiredLink[] }): DesiredRoom & { links: DesiredLink[] } {
  return { ...aDesiredRoom(changes), links: changes.links };
}

function anObservedLink(id: string, changes: Partial<ObservedLink>): ObservedLink {
  const plain = { kind: 'external', primary: false, title: '', level: 'viewer' } as const;
  return { id, ...plain, hasPassword: false, denyDownload: false, ...changes };
}

/** The room after a plan: as a portal would, each folder and file under the title that it is given, cleaned by the portal's own rules. */
export function applyToRoom(
  waves: readonly (readonly Action[])[],
  observed: ObservedRoom | undefined,
): ObservedRoom | undefined {
  const portal: SimulatedPortal = { room: observed && open(observed) };
  for (const wave of waves) {
    // Looked up before the wave changes anything: what a wave needs must have been made by an earlier one.
    const effects = wave.map((action) => prepareEffect(action, portal));
    for (const effect of effects) effect();
  }
  return portal.room;
}

interface OpenFolder {
  id: number;
  title: string;
  files: { id: number; title: string }[];
  folders: OpenFolder[];
}

type OpenRoom = Omit<ObservedRoom, 'files' | 'folders' | 'tags' | 'members' | 'links'> &
  OpenFolder & { tags: string[]; members: ObservedRoom['members'][number][]; links: ObservedLink[] };

interface SimulatedPortal {
  room: OpenRoom | undefined;
}

function prepareEffect(action: Action, portal: SimulatedPortal): () => void {
  if (action.kind === 'create-room') {
    return () => {
      portal.room = open(anObservedRoom({ title: action.title, type: action.roomType, tags: action.tags }));
    };
  }
  const { room } = portal;
  if (!room) throw new Error(`${action.id} comes before the room`);
  const change = changeRoom(action, room);
  if (change) return change;
  if (!('parent' in action)) throw new Error(`${action.id} is not simulated`);
  const parent = folderAt(room, action.parent, action.id);
  const title = store(action.title);
  if (action.kind !== 'create-folder') return () => parent.files.push({ id: nextId(), title });
  return () => parent.folders.push({ id: nextId(), title, files: [], folders: [] });
}

/** What an action does to the room itself; undefined for one that puts something into it. */
function changeRoom(action: Action, room: OpenRoom): (() => void) | undefined {
  switch (action.kind) {
    case 'share':
      return () => {
        const changed = new Set(action.entries.map(({ id }) => id));
        room.members = [...room.members.filter(({ id }) => !changed.has(id)), ...action.entries];
      };
    case 'invite':
      return () => {
        const guests = action.entries.map(({ email, level }) => ({ id: `guest ${email}`, name: email, email, level }));
        room.members.push(...guests.map((guest) => ({ subject: 'user' as const, ...guest })));
      };
    case 'set-link':
      return () => setLink(action, room);
    case 'add-tags':
      return () => room.tags.push(...action.tags);
    case 'remove-access':
      return () => {
        room.members = room.members.filter(({ id }) => !action.entries.some((entry) => entry.id === id));
      };
    case 'remove-tags':
      return () => {
        room.tags = room.tags.filter((tag) => !action.tags.includes(tag));
      };
    default:
      return undefined;
  }
}

function setLink({ link, linkId }: SetLink, room: OpenRoom): void {
  const { name, kind, level, expiresAt, denyDownload = false } = link;
  room.links = room.links.filter(({ id }) => id !== linkId);
  const title = name === 'primary' || name === 'invitation' ? '' : name;
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  const form = { kind, level, title, denyDownload, primary: name === 'primary', ...expiry };
  room.links.push(anObservedLink(linkId ?? `link ${nextId()}`, form));
}

function folderAt(room: OpenRoom, path: string, who: string): OpenFolder {
  return path
    .split('/')
    .filter((title) => title !== '')
    .reduce<OpenFolder>((folder, title) => {
      const found = folder.folders.find((one) => one.title === title);
      if (!found) throw new Error(`${who} comes before folder ${path}`);
      return found;
    }, room);
}

/** What the portal makes of a title (DocSpace server, Global.cs), written apart from the code under test. */
function store(title: string): string {
  return title
    .trim()
    .replace(/[\t*+:"<>?|\\/\uD800-\uDFFF]/g, '_')
    .slice(0, 165)
    .trim();
}

function open(room: ObservedRoom): OpenRoom {
  const { tags, members, links } = room;
  return { ...room, tags: [...tags], members: [...members], links: [...links], ...openFolder(room, room.title) };
}

function openFolder({ id, files, folders }: ObservedFolder, title: string): OpenFolder {
  return { id, title, files: [...files], folders: folders.map((folder) => openFolder(folder, folder.title)) };
}

const titles = ['A/B', ' Contracts ', 'Team 😀', 'a:b', `${'x'.repeat(164)} y`, 'y'.repeat(170), 'Plain', 'Ünï'];

function randomItems(chance: Chance, depth: number): DesiredItem[] {
  // A title stands once among brothers, since twins are refused.
  const folders = shuffled(titles, chance)
    .slice(0, Math.floor(chance() * 4))
    .map((title) => aFolder(title, ...(depth > 0 ? randomItems(chance, depth - 1) : [])));
  const copies = [1, 2, 3, 4].filter(() => chance() < 0.3).map((fileId) => aCopy(fileId));
  const renamed = chance() < 0.3 ? [aCopy(1, pick(['Hello', 'Long '.repeat(40), 'A|B.DOCX'], chance))] : [];
  return shuffled([...folders, ...copies, ...renamed], chance);
}

function randomAccess(chance: Chance): DesiredAccess[] {
  const all = [
    anAccess('user', 'ada', 'room-manager', 'viewer'),
    anAccess('person', 'ada@example.com', 'editor'),
    anAccess('user', 'bob', 'room-manager'),
    anAccess('user', 'owner', 'editor'),
    anAccess('group', 'hr', 'viewer'),
    anAccess('person', 'new@client.example', 'viewer'),
    { ...anAccess('user', 'gil', 'viewer'), expires: { afterSeconds: 3_600 }, notify: true },
    { ...anAccess('user', 'gil', 'viewer'), expires: { at: '2020-01-01T00:00:00.000Z' } },
  ];
  return shuffled(all, chance).filter(() => chance() < 0.6);
}

/** A part of what is wanted, and something of somebody else. */
function randomFolder(items: readonly DesiredItem[], chance: Chance): ObservedFolder {
  const there = items.filter(() => chance() < 0.5);
  return {
    id: nextId(),
    files: [
      ...there.flatMap((item) =>
        item.kind === 'copy' ? [{ id: nextId(), title: store(item.as ?? facts.files[item.fileId]?.title ?? '') }] : [],
      ),
      { id: nextId(), title: 'of somebody.txt' },
    ],
    folders: there.flatMap((item) =>
      item.kind === 'folder' ? [{ title: store(item.title), ...randomFolder(item.contents, chance) }] : [],
    ),
  };
}

const nextId = (() => {
  let id = 1_000;
  return () => (id += 1);
})();

function pick<T>(all: readonly [T, ...T[]], chance: Chance): T {
  return all[Math.floor(chance() * all.length)] ?? all[0];
}

function shuffled<T>(all: readonly T[], chance: Chance): T[] {
  return all
    .map((value) => ({ value, order: chance() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed (mulberry32). */
function createChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
