import { html } from 'hono/html';
import type { PeopleView, Part, PersonView } from './read-people.ts';
import type { Markup } from './render-page.ts';

/** The people of the portal, members before guests, and its groups. */
export function renderPeople({ members, guests, groups }: PeopleView): Markup {
  return html`${renderList('Members', members)} ${renderList('Guests', guests)}
    <section>
      <h2>Groups <span class="count">${groups.total}</span></h2>
      <ul class="people card">
        ${groups.shown.map(
          (group) =>
            html`<li>
              ${renderAvatar({ initials: group.initials, isGuest: false })}
              <div class="who"><b>${group.name}</b><small>${group.members}</small></div>
            </li>`,
        )}
        ${renderRest(groups)}
      </ul>
    </section>`;
}

function renderList(title: string, people: Part<PersonView>): Markup {
  return html`<section>
    <h2>${title} <span class="count">${people.total}</span></h2>
    <ul class="people card">
      ${people.shown.map(renderPerson)} ${renderRest(people)}
    </ul>
  </section>`;
}

function renderRest({ shown, total }: Part<unknown>): Markup | string {
  if (total === 0) return html`<li class="none">Nobody.</li>`;
  const more = total - shown.length;
  return more > 0 ? html`<li class="none">and ${more} more: search by name or e-mail</li>` : '';
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
