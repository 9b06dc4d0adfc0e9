import { html } from 'hono/html';
import type { RunAction } from '../../runs/run.ts';
import type { Describe } from '../parts.ts';
import type { Html } from './layout.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

const marks: Record<RunAction['state'], string> = { planned: '○', running: '◐', done: '✓', failed: '✗' };

/** The actions one below the other, each with a bar that shows when it ran: what ran at once stands side by side. */
export function renderTimeline(actions: readonly RunAction[], describe: Describe, now: Date): Html {
  const whole = findWhole(actions, now);
  return html`<ol class="timeline">
    ${actions.map((action) => renderAction(action, { describe, whole, now }))}
  </ol>`;
}

function renderAction(action: RunAction, view: { describe: Describe; whole: Span; now: Date }): Html {
  const span = findSpan(action, view.now);
  return html`<li class="${action.state}">
    <span class="mark" title="${action.state}">${marks[action.state]}</span>
    <span class="name">${action.name}${action.result === undefined ? '' : html` <small>${action.result}</small>`}</span>
    ${span ? renderBar(span, view.whole) : html`<span class="bar"></span>`}
    <span class="took">${span ? view.describe.duration(span.end - span.start) : action.state}</span>
    ${action.error ? html`<p class="problem">${action.error.message}</p>` : ''}
  </li>`;
}

/** Drawn with attributes only: the page's policy allows no inline style. */
function renderBar(span: Span, whole: Span): Html {
  const scale = 100 / Math.max(whole.end - whole.start, 1);
  const width = Math.max((span.end - span.start) * scale, 0.8);
  const x = Math.min((span.start - whole.start) * scale, 100 - width);
  return html`<svg class="bar" aria-hidden="true">
    <rect x="${x.toFixed(2)}%" y="25%" width="${width.toFixed(2)}%" height="50%" rx="3" />
  </svg>`;
}

function findSpan({ startedAt, endedAt }: RunAction, now: Date): Span | undefined {
  if (startedAt === undefined) return undefined;
  return { start: Date.parse(startedAt), end: endedAt === undefined ? now.getTime() : Date.parse(endedAt) };
}

function findWhole(actions: readonly RunAction[], now: Date): Span {
  const spans = actions.flatMap((action) => findSpan(action, now) ?? []);
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}
