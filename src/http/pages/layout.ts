import { html, raw } from 'hono/html';
import type { Identity } from '../access-records.ts';
import { styles } from './styles.ts';

/** A piece of a page; what is put into one is escaped unless it is such a piece itself. */
export type Html = ReturnType<typeof html>;

interface PageOptions {
  readonly title: string;
  /** Of this answer: inline style and script run only with it. */
  readonly nonce: string;
  /** Who is signed in; without it the page has no way out. */
  readonly identity?: Identity;
  /** Where the browser goes at once, all by itself. */
  readonly goTo?: string;
}

const bell = raw(
  '<svg class="bell" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z"/>' +
    '<path d="M3.2 16.6a8.8 8.8 0 0 1 17.6 0Z"/><rect x="2" y="17.8" width="20" height="2.4" rx="1.2"/></svg>',
);

/** A whole page: the frame that all pages share, around `body`. */
export function renderPage(options: PageOptions, body: Html): Html {
  const { title, nonce, identity, goTo } = options;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${goTo === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${goTo}" />`}
        <title>${title} – Concierge</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${raw(styles)}
        </style>
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/">${bell}<span>Concierge</span></a>
          ${identity ? renderIdentity(identity) : ''}
        </header>
        <main>${body}</main>
      </body>
    </html>`;
}

function renderIdentity({ name, role }: Identity): Html {
  return html`<form class="identity" method="post" action="/logout">
    <span title="Role: ${role}">${name}</span>
    <button class="quiet">Sign out</button>
  </form>`;
}
