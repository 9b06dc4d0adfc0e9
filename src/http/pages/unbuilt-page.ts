import { html } from 'hono/html';
import { renderPage, type Html } from './layout.ts';

/** Instead of the dashboard, where it was not built: only in a clone. */
export function renderUnbuiltPage(nonce: string): Html {
  return renderPage(
    { title: 'Not built', nonce },
    html`<section class="card">
      <h1>The dashboard is not built</h1>
      <p>Everything else works. In a clone, build it: <code>npm run build</code>, and start the service again.</p>
    </section>`,
  );
}
