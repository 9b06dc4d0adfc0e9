import { html } from 'hono/html';
import type { EntryView, MemberView, RoomView } from './read-room.ts';
import type { Markup } from './render-page.ts';
import { renderAvatar } from './render-people.ts';

/** A room as a card: what is in it, who may do what, and its links. */
export function renderRoom(room: RoomView, state: 'active' | 'archived' | 'template'): Markup {
  return html`<article class="room card ${state}" id="room-${room.id}">
    <div class="head">
      <div>
        <h3>${room.title}</h3>
        <small>${room.type} · ${room.owner} · no. ${room.id}</small>
      </div>
      ${state === 'active' ? html`<button data-archive="${room.id}">Archive</button>` : ''}
      ${state === 'archived' ? html`<button data-unarchive="${room.id}">Unarchive</button>` : ''}
    </div>
    ${room.tags.length === 0 ? '' : html`<p class="tags">${room.tags.map((tag) => html`<span class="tag">${tag}</span>`)}</p>`}
    <h4>Contents</h4>
    ${renderContents(room.contents)}${renderMore(room.moreContents)}
    <h4>Members</h4>
    <ul class="members">
      ${room.members.map(renderMember)}
    </ul>
    ${renderMore(room.moreMembers)} ${renderLinks(room.links)} ${state === 'active' ? renderInvite(room) : ''}
  </article>`;
}

function renderContents(entries: readonly EntryView[]): Markup {
  if (entries.length === 0) return html`<p class="none">Empty.</p>`;
  return html`<ul class="tree">
    ${entries.map(renderEntry)}
  </ul>`;
}

function renderEntry(entry: EntryView): Markup {
  if (entry.kind === 'file')
    return html`<li class="file"><span class="extension">${entry.extension}</span>${entry.title}</li>`;
  const inside = entry.contents.length === 0 ? '' : renderContents(entry.contents);
  return html`<li class="folder"><span class="glyph" aria-hidden="true"></span>${entry.title}${inside}</li>`;
}

function renderMember(member: MemberView): Markup {
  return html`<li>
    ${renderAvatar(member)}<span class="name">${member.name}</span>
    ${
      member.kind === 'Guest' || member.kind === 'Group'
        ? html`<span class="chip ${member.isGuest ? 'guest' : ''}">${member.kind}</span>`
        : ''
    }
    <span class="level">${member.level}</span>
  </li>`;
}

function renderMore(count: number): Markup | string {
  return count > 0 ? html`<p class="none">and ${count} more</p>` : '';
}

function renderInvite({ id, title, levels }: RoomView): Markup {
  return html`<details class="invite" id="invite-${id}">
    <summary>Invite a guest</summary>
    <form data-invite="${id}">
      <input
        name="email"
        type="email"
        required
        placeholder="guest@client.example"
        aria-label="E-mail of a guest for ${title}"
      />
      <select name="access" aria-label="Level">
        ${levels.map(({ access, name }) => html`<option value="${access}">${name}</option>`)}
      </select>
      <button>Invite</button>
    </form>
  </details>`;
}

function renderLinks(links: RoomView['links']): Markup | string {
  if (links.length === 0) return '';
  return html`<h4>Links</h4>
    <ul class="links">
      ${links.map(
        (link) =>
          html`<li>
            <span class="name">${link.title}</span>
            <small
              >${[link.kind, link.expires && `until ${link.expires}`, link.hasPassword && 'password'].filter(Boolean).join(' · ')}</small
            >
            <span class="level">${link.level}</span>
          </li>`,
      )}
    </ul>`;
}
