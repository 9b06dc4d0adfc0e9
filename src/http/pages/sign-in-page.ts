import { html } from 'hono/html';
import { renderPage, type Html } from './layout.ts';

interface SignInPageOptions {
  readonly nonce: string;
  /** The page to go to afterwards. */
  readonly next: string;
  /** Why the last try failed. */
  readonly failure?: string;
}

export function renderSignInPage({ nonce, next, failure }: SignInPageOptions): Html {
  return renderPage(
    { title: 'Sign in', nonce },
    html`<section class="card">
      <h1>Sign in</h1>
      <p>
        Paste a token. The first one was printed when the service started for the first time; or open the one-time
        address that it prints at each start.
      </p>
      ${failure === undefined ? '' : html`<p class="error" role="alert">${failure}</p>`}
      <form method="post" action="/login">
        <input type="hidden" name="next" value="${next}" />
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          placeholder="ct_…"
        />
        <button>Sign in</button>
      </form>
    </section>`,
  );
}

/**
 * The page between sign-in and `next`. A plain redirect would do, were it not that the browser withholds a same-site cookie for a
 * whole chain of redirects that began at a link on another site, such as a chat.
 */
export function renderSignedInPage(nonce: string, next: string): Html {
  return renderPage(
    { title: 'Signed in', nonce, goTo: next },
    html`<section class="card">
      <h1>Signed in</h1>
      <p><a href="${next}">Go on</a></p>
    </section>`,
  );
}
