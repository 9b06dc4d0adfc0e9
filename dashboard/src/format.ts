import type { Cause, RunState } from './api/schemas.ts';
import { messages } from './messages.ts';

export type Tone = 'good' | 'attention' | 'bad' | 'busy' | 'still';

/** What colour a state has, in lists and charts. */
export const tones: Readonly<Record<RunState, Tone>> = {
  queued: 'busy',
  running: 'busy',
  waiting: 'attention',
  done: 'good',
  'done-with-remains': 'attention',
  'nothing-to-do': 'still',
  skipped: 'still',
  'needs-owner': 'attention',
  failed: 'bad',
  cancelled: 'still',
};

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, in words. */
export function formatAgo(time: string, now: number): string {
  const passed = Date.parse(time) - now;
  const unit = units.find(([, ms]) => Math.abs(passed) >= ms);
  return unit ? relative.format(Math.round(passed / unit[1]), unit[0]) : messages.time.now;
}

export function formatTime(time: string): string {
  return exact.format(new Date(time));
}

export function formatDay(time: string): string {
  return day.format(new Date(time));
}

export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ${messages.time.ms}`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function describeCause(cause: Cause): string {
  const { causes } = messages;
  switch (cause.kind) {
    case 'delivery':
      return causes.delivery(cause.trigger);
    case 'person':
      return causes.person(cause.name);
    case 'http':
      return causes.http(cause.name);
    case 'csv':
      return causes.csv(cause.row, cause.name);
    default:
      return causes[cause.kind];
  }
}

/** What to call a subject that has no name yet. */
export function nameOf({ subjectName, subject }: { subjectName?: string | undefined; subject: string }): string {
  return subjectName ?? subject.replace(/^(person|room|key):/, '');
}

export function isEnded(state: RunState): boolean {
  return !['queued', 'running', 'waiting'].includes(state);
}
