import { html } from 'hono/html';
import type { ErrorReport } from '../../base/errors.ts';
import type { KeptMail, RunDetail } from '../../runs/run.ts';
import { includesRole, type Identity } from '../access-records.ts';
import type { HttpParts, PlanLine } from '../parts.ts';
import { renderPage, type Html } from './layout.ts';
import { renderTimeline } from './timeline.ts';
import { formatTime, renderLink, renderState } from './words.ts';

export interface RunPageOptions {
  readonly nonce: string;
  readonly identity: Identity;
  readonly run: RunDetail;
}

type PageParts = Pick<HttpParts, 'runStates' | 'describe' | 'now'>;

/** One run: what it is, what it did and when, what went wrong, what it planned. */
export function renderRunPage(parts: PageParts, { nonce, identity, run }: RunPageOptions): Html {
  const live = !parts.runStates[run.state].ended;
  return renderPage(
    { title: `${run.blueprint} for ${run.subjectName ?? run.subject}`, nonce, identity, live },
    html`<p class="back"><a href="/">All runs</a></p>
      ${renderHead(parts, run)} ${run.error ? renderError(run.error) : ''} ${renderRetry(run, identity)}
      ${renderFacts(parts, run)} ${renderRemarks(run.remarks)} ${run.keptMails.map(renderMail)}
      <section>
        <h2>What it did</h2>
        ${
          run.actions.length === 0
            ? html`<p class="none">Nothing yet.</p>`
            : renderTimeline(run.actions, parts.describe, parts.now())
        }
      </section>
      ${run.plan ? renderPlan(parts.describe.plan(run.plan)) : ''}`,
  );
}

function renderHead({ runStates }: PageParts, run: RunDetail): Html {
  const { meaning } = runStates[run.state];
  const reason = run.reason === run.error?.message ? undefined : run.reason;
  return html`<section class="head">
    ${renderState(run.state, meaning)}
    <h1>${run.blueprint} <span class="for">for</span> ${run.subjectName ?? run.subject}</h1>
    <p>${reason ?? `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`}</p>
  </section>`;
}

function renderError({ message, hint }: ErrorReport): Html {
  return html`<section class="error" role="alert">
    <p>${message}</p>
    ${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
  </section>`;
}

function renderRetry({ id, state }: RunDetail, { role }: Identity): Html {
  if (state !== 'failed' || !includesRole(role, 'operator')) return html``;
  return html`<form class="retry" method="post" action="/runs/${encodeURIComponent(id)}/retry">
    <button>Retry</button> <small>It goes on where it stopped; nothing is done twice.</small>
  </form>`;
}

function renderFacts({ describe, now }: PageParts, run: RunDetail): Html {
  const end = run.endedAt === undefined ? now().getTime() : Date.parse(run.endedAt);
  const facts: (readonly [string, Html | string])[] = [
    ['Room', renderRoom(run)],
    ['Cause', describe.cause(run.cause)],
    ['Started', formatTime(run.createdAt)],
    [run.endedAt === undefined ? 'Since' : 'Took', describe.duration(end - Date.parse(run.createdAt))],
    ['Attempt', String(run.attempt)],
    ...(run.subjectName === undefined ? [] : [['Subject', html`<code>${run.subject}</code>`] as const]),
    ['Document', html`<code title="SHA-256 ${run.documentHash}">${run.documentHash.slice(0, 12)}</code>`],
    ['Run', html`<code>${run.id}</code>`],
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function renderRoom({ room }: RunDetail): Html {
  if (!room) return html`<span class="none">none yet</span>`;
  return room.url === undefined ? html`${room.title}` : renderLink(room.url, room.title);
}

function renderRemarks(remarks: readonly string[]): Html {
  if (remarks.length === 0) return html``;
  return html`<section>
    <h2>Remarks</h2>
    <ul class="remarks">
      ${remarks.map((remark) => html`<li>${remark}</li>`)}
    </ul>
  </section>`;
}

function renderMail({ to, subject, text }: KeptMail): Html {
  return html`<details class="mail">
    <summary>The mail that was not sent: ${subject}</summary>
    <p>To ${to}</p>
    <pre>${text}</pre>
  </details>`;
}

const planTones = { '+': 'make', '~': 'change', '-': 'remove', '=': 'same' } as const;

function renderPlan(lines: readonly PlanLine[]): Html {
  return html`<section>
    <h2>What it planned</h2>
    <ul class="plan">
      ${lines.map(
        ({ depth, mark, text }) =>
          html`<li class="${planTones[mark]} depth-${Math.min(depth, 6)}">
            <span class="mark">${mark}</span> ${text}
          </li>`,
      )}
    </ul>
  </section>`;
}
