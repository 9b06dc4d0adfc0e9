import { html } from 'hono/html';
import type { ApiRoute } from '../api/api-route.ts';
import { fieldsOf } from '../api/reference.ts';
import type { Identity } from '../access-records.ts';
import { type Html, renderPage } from './layout.ts';

/** The API as people read it: each operation with its role, what it takes and what it answers. */
export function renderApiPage(
  routes: readonly ApiRoute[],
  view: { readonly nonce: string; readonly identity: Identity },
): Html {
  return renderPage(
    { title: 'API', ...view },
    html`<h1>API</h1>
      <p>
        Send a token with each request: <code>Authorization: Bearer ct_…</code>. Programs read the same as
        <a href="/api/openapi.json">OpenAPI 3.1</a>. Whatever fails is answered as
        <code>application/problem+json</code>.
      </p>
      ${routes.map(renderRoute)}`,
  );
}

function renderRoute(route: ApiRoute): Html {
  const { method, path, role, summary, description, body, answer, query = [], headers = [] } = route;
  const fields = body ? fieldsOf(body) : [];
  const parameters = [...query, ...headers];
  const curl = [
    `curl -X ${method.toUpperCase()} -H "Authorization: Bearer $TOKEN"`,
    ...(body ? [`  -H "Content-Type: application/json" -d '{…}'`] : []),
    `  https://concierge.example/api${path}`,
  ].join(' \\\n');
  return html`<section>
    <h2>${summary}</h2>
    <p><code>${method.toUpperCase()} /api${path}</code> for ${role}s and above</p>
    <p>${description}</p>
    ${fields.map(({ name, isRequired, about }) => renderName(`${name}${isRequired ? ' (required)' : ''}`, about))}
    ${parameters.map(({ name, about }) => renderName(name, about))}
    <p>Answers ${String(answer.status)}: ${answer.holds}</p>
    <pre>${curl}</pre>
  </section>`;
}

function renderName(name: string, about: string): Html {
  return html`<p><code>${name}</code>: ${about}</p>`;
}
