import type { PortalReader } from '../../docspace/portal.ts';
import type { Found, PageParts } from '../../http/page-parts.ts';

const most = 12;

/** Finds people and groups by what somebody types into a form. */
export function createSearchParts(portal: PortalReader): PageParts['search'] {
  async function people(text: string): Promise<readonly Found[]> {
    const [page, exact] = await Promise.all([
      portal.people({ startIndex: 0, area: 'all', employeeStatus: 'active', ...(text === '' ? {} : { text }) }),
      // The portal's search may lag: a whole address is looked up as it is.
      text.includes('@') ? portal.personByEmail(text).catch(() => undefined) : undefined,
    ]);
    const found = exact && !page.people.some(({ id }) => id === exact.id) ? [exact, ...page.people] : page.people;
    return found.slice(0, most).map(({ id, name, email, kind }) => ({ id, name, about: email ?? kind }));
  }

  return {
    people,
    async groups(text) {
      const found = await portal.groups(text);
      return found.slice(0, most).map(({ id, name, membersCount }) => ({ id, name, about: String(membersCount) }));
    },
  };
}
