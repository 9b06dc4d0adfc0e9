import { demoIds } from './demo-ids.ts';
import type { SeedGroup, SeedPerson } from './seed-types.ts';

const { people, groups } = demoIds;
const office = 'Gothenburg';

/** Halden & Moor, an architecture practice that nobody has heard of. */
export const demoPeople: readonly SeedPerson[] = [
  person(people.owner, 'Ingrid Halden', { type: 'owner', title: 'Founding partner', since: 900 }),
  person(people.tomas, 'Tomás Moor', { type: 'docspace-admin', title: 'Founding partner', since: 899 }),
  person(people.priya, 'Priya Raman', { type: 'docspace-admin', title: 'IT lead', since: 640 }),
  person(people.lena, 'Lena Fischer', { type: 'room-admin', title: 'Project lead', since: 610 }),
  person(people.marcus, 'Marcus Boateng', { type: 'room-admin', title: 'Head of client service', since: 588 }),
  person(people.chiara, 'Chiara Ricci', { type: 'room-admin', title: 'People & culture', since: 431 }),
  person(people.jonas, 'Jonas Lindqvist', { type: 'room-admin', title: 'Finance', since: 420 }),
  person(people.aiko, 'Aiko Tanaka', { type: 'user', title: 'Architect', since: 365 }),
  person(people.samuel, 'Samuel Okafor', { type: 'user', title: 'Client coordinator', since: 302 }),
  person(people.elodie, 'Élodie Marchand', { type: 'user', title: 'Landscape architect', since: 214 }),
  person(people.david, 'David Novák', { type: 'user', title: 'Model maker', since: 97 }),
  person(people.maya, 'Maya Svensson', { type: 'user', title: 'Intern', since: 2, state: 'pending' }),
  person(people.robert, 'Robert Quill', { type: 'user', title: 'Draughtsman', since: 700, state: 'terminated' }),
  guest(people.greta, 'Greta Olsen', {
    email: 'greta.olsen@fjordline.example',
    of: [people.marcus, people.owner],
    since: 75,
  }),
  guest(people.henry, 'Henry Whitcombe', { email: 'henry@whitcombe-estate.example', of: [people.tomas], since: 61 }),
  guest(people.nadia, 'Nadia Haddad', { email: 'n.haddad@old-mill-bakery.example', of: [people.marcus], since: 190 }),
  {
    ...guest(people.invited, ' ', { email: 'facilities@fjordline.example', of: [people.marcus], since: 4 }),
    state: 'pending',
  },
];

/** Teams, each led by one of its members. */
export const demoGroups: readonly SeedGroup[] = [
  { id: groups.people, name: 'People & Culture', managerId: people.chiara, memberIds: [people.chiara, people.priya] },
  { id: groups.finance, name: 'Finance', managerId: people.jonas, memberIds: [people.jonas, people.tomas] },
  {
    id: groups.clientService,
    name: 'Client Service',
    managerId: people.marcus,
    memberIds: [people.marcus, people.samuel],
  },
  {
    id: groups.studio,
    name: 'Design Studio',
    managerId: people.lena,
    memberIds: [people.lena, people.aiko, people.elodie, people.david],
  },
];

function person(id: string, name: string, details: Pick<SeedPerson, 'type' | 'title' | 'since' | 'state'>): SeedPerson {
  const [firstName = '', lastName = ''] = name.split(' ');
  const address = `${firstName}.${lastName}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return { id, firstName, lastName, email: `${address}@halden-moor.example`, location: office, ...details };
}

function guest(id: string, name: string, details: { email: string; of: readonly string[]; since: number }): SeedPerson {
  const [firstName = '', lastName = ''] = name.split(' ');
  const { email, of, since } = details;
  return {
    id,
    firstName,
    lastName,
    email,
    type: 'guest',
    since,
    guestOf: of,
    createdBy: of[0] ?? demoIds.people.owner,
  };
}
