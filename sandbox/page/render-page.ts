import { html, raw } from 'hono/html';
import { script } from './page-script.ts';
import { style } from './page-style.ts';
import type { PageQuery, PortalView, SectionView } from './read-portal.ts';
import { renderDeliveries } from './render-deliveries.ts';
import { renderPeople } from './render-people.ts';
import { renderRoom } from './render-room.ts';
import type { Suggestion } from './suggest-person.ts';

/** A piece of escaped HTML. */
export type Markup = ReturnType<typeof html>;

/** The whole page. Everything from the portal is escaped by the template. */
export function renderPage(view: PortalView & { suggestion: Suggestion; nonce: string; url: string }): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Sandbox portal</title>
        <link rel="icon" href="data:," />
        <style nonce="${view.nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <div class="brand"><span class="mark" aria-hidden="true"></span>Sandbox portal</div>
          <p>Behaves like ONLYOFFICE DocSpace 3.7 at <code>${view.url}</code></p>
          ${renderSearch(view.query)}
          <span id="live" class="live" role="status">live</span>
        </header>
        ${renderForm(view.suggestion)}
        <main id="portal">
          <aside>${renderPeople(view.people)}</aside>
          <div class="middle">
            ${renderDeliveries(view)}
            <section>
              <h2>Rooms <span class="count">${view.rooms.total}</span></h2>
              ${view.rooms.total === 0 ? html`<p class="none">No rooms${view.query.text === '' ? ' yet' : ' of that name'}.</p>` : ''}
              <div class="rooms">${view.rooms.rooms.map((room) => renderRoom(room, 'active'))}</div>
              ${renderPages(view.rooms, view.query)}
            </section>
            ${renderSection('Archive', view, 'archived')} ${renderSection('Templates', view, 'template')}
          </div>
        </main>
        <script nonce="${view.nonce}">
          ${raw(script)};
        </script>
      </body>
    </html>`;
}

function renderSection(title: string, view: PortalView, state: 'archived' | 'template'): Markup | string {
  const section = state === 'archived' ? view.archive : view.templates;
  if (section.total === 0) return '';
  return html`<section>
    <h2>${title} <span class="count">${section.total}</span></h2>
    <div class="rooms">${section.rooms.map((room) => renderRoom(room, state))}</div>
    ${renderPages(section, view.query)}
  </section>`;
}

function renderPages({ page, pages }: SectionView, { text }: PageQuery): Markup | string {
  if (pages === 1) return '';
  const link = (to: number): string => `/?${new URLSearchParams({ q: text, page: String(to) }).toString()}`;
  return html`<nav class="pages" aria-label="Pages">
    ${page > 1 ? html`<a href="${link(page - 1)}">← Newer</a>` : ''}
    <span>Page ${page} of ${pages}</span>
    ${page < pages ? html`<a href="${link(page + 1)}">Older →</a>` : ''}
  </nav>`;
}

function renderSearch({ text }: PageQuery): Markup {
  return html`<form id="search" role="search" action="/">
    <input name="q" type="search" value="${text}" placeholder="Search rooms, tags, people" aria-label="Search" />
  </form>`;
}

function renderForm(suggestion: Suggestion): Markup {
  return html`<form id="add-person">
    <h2>Add a person</h2>
    <label>First name <input name="firstName" required value="${suggestion.firstName}" /></label>
    <label>Last name <input name="lastName" required value="${suggestion.lastName}" /></label>
    <label class="wide">E-mail <input name="email" type="email" required value="${suggestion.email}" /></label>
    <label
      >Type
      <select name="type">
        <option value="User">User</option>
        <option value="RoomAdmin">Room admin</option>
        <option value="DocSpaceAdmin">DocSpace admin</option>
        <option value="Guest">Guest</option>
      </select></label
    >
    <button class="primary">Add</button>
    <output id="said" role="status"></output>
  </form>`;
}
