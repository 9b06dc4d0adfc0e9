import { html } from 'hono/html';
import type { RunSummary } from '../../runs/run.ts';
import type { Identity } from '../access-records.ts';
import type { Check, HttpParts, Overview, RunPage, RunQuery } from '../parts.ts';
import { renderPage, type Html } from './layout.ts';
import { renderAge, renderLink, renderState } from './words.ts';

export interface OverviewPageOptions {
  readonly nonce: string;
  readonly identity: Identity;
  readonly overview: Overview;
  readonly page: RunPage;
  readonly query: RunQuery;
}

type PageParts = Pick<HttpParts, 'runStates' | 'describe' | 'now'>;

/** The first page: whether all is well, and the runs. */
export function renderOverviewPage(parts: PageParts, options: OverviewPageOptions): Html {
  const { nonce, identity, overview, page, query } = options;
  return renderPage(
    { title: 'Overview', nonce, identity, live: true },
    html`${renderHealth(overview)} ${renderFilters(parts, options)}
    ${page.runs.length === 0 ? renderEmpty(overview, query) : renderRuns(parts, page.runs)} ${renderPager(page, query)}`,
  );
}

function renderHealth({ portal, checks }: Overview): Html {
  const troubled = checks.filter((check) => check.state !== 'good');
  const worst = troubled.some((check) => check.state === 'bad') ? 'bad' : 'attention';
  const count = troubled.length === 1 ? 'One thing needs' : `${String(troubled.length)} things need`;
  const where = portal.kind === 'sandbox' ? 'Works with the sandbox portal' : 'Works with the portal';
  return html`<section class="health ${troubled.length === 0 ? 'good' : worst}">
      <h1>${troubled.length === 0 ? 'All is well' : `${count} attention`}</h1>
      <p>${where} at ${renderLink(portal.url, portal.url)}</p>
    </section>
    <ul class="checks">
      ${checks.map(renderCheck)}
    </ul>`;
}

function renderCheck({ name, state, text, hint }: Check): Html {
  return html`<li class="${state}">
    <h2>${name}</h2>
    <p>${text}</p>
    ${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
  </li>`;
}

function renderFilters({ runStates }: PageParts, { overview, query }: OverviewPageOptions): Html {
  const all = Object.values(overview.counts).reduce((sum, count) => sum + count, 0);
  const entries = Object.entries(overview.counts).filter(([, count]) => count > 0);
  return html`<nav class="filters" aria-label="Runs by state">
    <h2>Runs</h2>
    ${renderFilter({ href: '/', text: 'all', count: all, on: query.state === undefined })}
    ${entries.map(([state, count]) =>
      renderFilter({ href: `/?state=${state}`, text: state.replaceAll('-', ' '), count, on: query.state === state }),
    )}
    ${query.state === undefined ? '' : html`<p class="meaning">${query.state}: ${runStates[query.state].meaning}</p>`}
  </nav>`;
}

function renderFilter(filter: { href: string; text: string; count: number; on: boolean }): Html {
  return html`<a href="${filter.href}" ${filter.on ? html`aria-current="page"` : ''}
    >${filter.text} <b>${filter.count}</b></a
  >`;
}

function renderRuns(parts: PageParts, runs: readonly RunSummary[]): Html {
  return html`<table class="runs">
    <thead>
      <tr>
        <th>State</th>
        <th>For</th>
        <th>Room</th>
        <th>Cause</th>
        <th>Started</th>
      </tr>
    </thead>
    <tbody>
      ${runs.map((run) => renderRun(parts, run))}
    </tbody>
  </table>`;
}

function renderRun({ runStates, describe, now }: PageParts, run: RunSummary): Html {
  const href = `/runs/${encodeURIComponent(run.id)}`;
  return html`<tr>
    <td>${renderState(run.state, runStates[run.state].meaning)}</td>
    <td>
      <a class="subject" href="${href}">${run.subjectName ?? run.subject}</a>
      <small>${run.blueprint}${run.reason === undefined ? '' : html` · ${run.reason}`}</small>
    </td>
    <td>${run.room ? renderRoom(run.room) : html`<span class="none">none</span>`}</td>
    <td>${describe.cause(run.cause)}</td>
    <td>${renderAge(run.createdAt, now())}</td>
  </tr>`;
}

function renderRoom({ title, url }: NonNullable<RunSummary['room']>): Html {
  return url === undefined ? html`${title}` : renderLink(url, title);
}

function renderEmpty({ portal }: Overview, { state }: RunQuery): Html {
  if (state !== undefined) return html`<section class="empty"><p>No run is in the state “${state}”.</p></section>`;
  const first =
    portal.kind === 'sandbox'
      ? html`Open ${renderLink(portal.url, 'the sandbox portal')} and press “Add a person”. A moment later their home
        room stands here.`
      : html`Add a person to the portal, or run <code>concierge apply home-room --person someone@example.com</code>. The
          run appears here by itself.`;
  return html`<section class="empty">
    <h2>Nothing has run yet</h2>
    <p>${first}</p>
  </section>`;
}

function renderPager({ next }: RunPage, { state }: RunQuery): Html {
  if (next === undefined) return html``;
  const search = new URLSearchParams({ ...(state === undefined ? {} : { state }), before: next });
  return html`<p class="pager"><a href="/?${search.toString()}">Older runs</a></p>`;
}
