import { html } from 'hono/html';
import type { PersonView } from './read-portal.ts';
import type { Markup } from './render-page.ts';

/** The people of the portal, members before guests. */
export function renderPeople(people: readonly PersonView[]): Markup {
  const members = people.filter((person) => !person.isGuest);
  const guests = people.filter((person) => person.isGuest);
  return html`${renderGroup('Members', members)} ${renderGroup('Guests', guests)}`;
}

function renderGroup(title: string, people: readonly PersonView[]): Markup {
  return html`<section>
    <h2>${title} <span class="count">${people.length}</span></h2>
    <ul class="people card">
      ${people.map(renderPerson)}${people.length === 0 ? html`<li class="none">Nobody.</li>` : ''}
    </ul>
  </section>`;
}

function renderPerson(person: PersonView): Markup {
  return html`<li class="${person.status}">
    ${renderAvatar(person)}
    <div class="who">
      <b>${person.name}</b>
      <small>${person.email === person.name ? person.title : person.email}</small>
    </div>
    <div class="facts">
      <span class="chip ${person.isGuest ? 'guest' : ''}">${person.kind}</span>
      ${person.status === 'active' ? '' : html`<span class="chip ${person.status}">${person.status}</span>`}
    </div>
  </li>`;
}

/** Initials in a circle. */
export function renderAvatar({ initials, isGuest }: { initials: string; isGuest: boolean }): Markup {
  return html`<span class="avatar ${isGuest ? 'guest' : ''}" aria-hidden="true">${initials}</span>`;
}
