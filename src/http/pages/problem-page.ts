import { html } from 'hono/html';
import type { Problem } from '../problem.ts';
import { renderPage, type Html } from './layout.ts';

/** An error as a page. */
export function renderProblemPage(nonce: string, { title, detail, hint }: Problem): Html {
  return renderPage(
    { title, nonce },
    html`<section class="card">
      <h1>${title}</h1>
      <p>${detail}</p>
      ${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
      <p><a href="/">To the first page</a></p>
    </section>`,
  );
}
