import { portalOwnerId, sectionRoot } from '../model/sections.ts';
import { createState, putKey, type State, takeId } from '../model/state.ts';
import { folderType } from '../model/vendor-numbers.ts';
import { type Clock, createPortal, type Portal } from '../portal.ts';
import { demoDocuments } from './demo-documents.ts';
import { demoEnv, demoIds } from './demo-ids.ts';
import { demoGroups, demoPeople } from './demo-people.ts';
import { demoRooms, demoTemplates } from './demo-rooms.ts';
import { plantDocuments, plantGroup, plantPerson, plantRoom } from './plant-seed.ts';
import type { CheckedSeed } from './portal-seed.ts';
import { resolveSeed } from './resolve-seed.ts';
import type { SeedPerson } from './seed-types.ts';

/** The portals one can start from. */
export const seedNames = ['demo', 'empty'] as const;
export type SeedName = (typeof seedNames)[number];

const loneOwner: SeedPerson = {
  id: demoIds.people.owner,
  firstName: 'Ingrid',
  lastName: 'Halden',
  email: 'ingrid.halden@halden-moor.example',
  type: 'owner',
  since: 1,
};

/** Ids below are kept for seeds, so that what people make has other numbers. */
const firstFreeEntry = 1001;

/** A portal of ours by its name, or one of somebody's own. */
export type SeedChoice = SeedName | CheckedSeed;

/**
 * A new portal's state: `empty` has only its owner. `apiKey` is an unrestricted key of the owner. Throws a `StartError`
 * for a seed of somebody's own that does not fit together.
 */
export function createSeed(choice: SeedChoice, options: { apiKey: string; clock: Clock }): State {
  const portal = createPortal({ state: createState(), clock: options.clock, publish: () => undefined });
  if (typeof choice === 'string') plant[choice](portal);
  else plantOwn(portal, choice);
  portal.state.next.entry = Math.max(firstFreeEntry, portal.state.next.entry);
  grantOwnerKey(portal, options.apiKey);
  return portal.state;
}

/** Makes sure that a key works as the portal owner's. */
export function grantOwnerKey(portal: Portal, value: string): void {
  const known = portal.state.keys.get(portal.state.indexes.keyByValue.get(value) ?? '');
  putKey(portal.state, {
    id: known?.id ?? crypto.randomUUID(),
    name: 'Sandbox',
    value,
    permissions: [],
    ownerId: portalOwnerId(portal.state),
    isActive: true,
    createdOn: known?.createdOn ?? portal.timestamp(),
  });
}

/** What the shipped blueprints read from the environment: the demo portal has it, and a seed of somebody's own may. */
export function seedEnv(choice: SeedChoice): Record<string, string> {
  if (typeof choice !== 'string') return choice.env;
  return choice === 'demo' ? demoEnv : {};
}

/** How a choice is called. */
export function seedNameOf(choice: SeedChoice): SeedName | 'custom' {
  return typeof choice === 'string' ? choice : 'custom';
}

function plantOwn(portal: Portal, seed: CheckedSeed): void {
  const { people, groups, rooms } = resolveSeed(seed, loneOwner);
  for (const person of people) plantPerson(portal, person);
  plantSections(portal);
  for (const group of groups) plantGroup(portal, group);
  for (const room of rooms) plantRoom(portal, { ...room, id: takeId(portal.state, 'entry') });
}

const plant: Record<SeedName, (portal: Portal) => void> = {
  empty(portal) {
    plantPerson(portal, loneOwner);
    plantSections(portal);
  },
  demo(portal) {
    for (const person of demoPeople) {
      const account = plantPerson(portal, person);
      if (account.type === 'owner') plantOwner(portal, account);
    }
    for (const group of demoGroups) plantGroup(portal, group);
    for (const room of [...demoRooms, ...demoTemplates]) plantRoom(portal, room);
  },
};

function plantOwner(portal: Portal, owner: ReturnType<typeof plantPerson>): void {
  plantSections(portal);
  plantDocuments(portal, owner, demoDocuments);
}

function plantSections(portal: Portal): void {
  sectionRoot(portal, folderType.rooms);
  sectionRoot(portal, folderType.archive);
  sectionRoot(portal, folderType.templates);
}
