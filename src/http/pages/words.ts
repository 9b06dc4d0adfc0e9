import { html } from 'hono/html';
import type { RunState } from '../../runs/run.ts';
import type { Html } from './layout.ts';

const tones: Record<RunState, 'good' | 'busy' | 'still' | 'attention' | 'bad'> = {
  queued: 'busy',
  running: 'busy',
  waiting: 'busy',
  done: 'good',
  'done-with-remains': 'attention',
  'nothing-to-do': 'good',
  skipped: 'still',
  'needs-owner': 'attention',
  failed: 'bad',
  cancelled: 'still',
};

/** A state as a coloured word; `meaning` is what it says to those who point at it. */
export function renderState(state: RunState, meaning: string): Html {
  return html`<span class="state ${tones[state]}" title="${meaning}">${state.replaceAll('-', ' ')}</span>`;
}

const ages = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'min', milliseconds: 60_000 },
] as const;

/** How long ago a moment was, with the exact time in UTC for those who point at it. */
export function renderAge(time: string, now: Date): Html {
  const passed = now.getTime() - Date.parse(time);
  const unit = ages.find(({ milliseconds }) => passed >= milliseconds);
  const text = unit ? `${String(Math.floor(passed / unit.milliseconds))} ${unit.name} ago` : 'just now';
  return html`<time datetime="${time}" title="${formatTime(time)}">${text}</time>`;
}

/** `2026-07-01 12:34:56 UTC` */
export function formatTime(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

/** A link to another site; text where the address is none that a browser may open (it comes from outside). */
export function renderLink(url: string, text: string): Html {
  if (!/^https?:\/\//i.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noreferrer" target="_blank">${text}</a>`;
}
