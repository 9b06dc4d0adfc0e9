import type { Person } from '../../docspace/person.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Found, PageParts } from '../../http/page-parts.ts';

const most = 12;

/** Finds people and groups by what somebody types into a form. */
export function createSearchParts(portal: PortalReader): PageParts['search'] {
  async function people(text: string): Promise<readonly Found[]> {
    const query = { startIndex: 0, area: 'all', ...(text === '' ? {} : { text }) } as const;
    const [page, disabled, exact] = await Promise.all([
      portal.people({ ...query, employeeStatus: 'active' }),
      // A close-out is for them.
      portal.people({ ...query, employeeStatus: 'terminated' }),
      // The portal's search may lag: a whole address is looked up as it is.
      text.includes('@') ? portal.personByEmail(text).catch(() => undefined) : undefined,
    ]);
    const listed = [...page.people, ...disabled.people];
    const found = exact && !listed.some(({ id }) => id === exact.id) ? [exact, ...listed] : listed;
    return found.slice(0, most).map((person) => ({ id: person.id, name: person.name, about: describe(person) }));
  }

  return {
    people,
    async groups(text) {
      const found = await portal.groups(text);
      return found.slice(0, most).map(({ id, name, membersCount }) => ({ id, name, about: String(membersCount) }));
    },
  };
}

function describe({ email, kind, disabled }: Person): string {
  return `${email ?? kind}${disabled ? ', disabled' : ''}`;
}
