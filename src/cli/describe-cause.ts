import type { RunCause } from '../runs/run.ts';

/** Why a run was started, in a few words. */
export function describeCause(cause: RunCause): string {
  switch (cause.kind) {
    case 'delivery':
      return `${cause.trigger} (delivery ${String(cause.eventId)})`;
    case 'person':
      return `by ${cause.name}`;
    case 'http':
      return `asked for by ${cause.name}`;
    case 'csv':
      return `row ${String(cause.row)} of a CSV file, by ${cause.name}`;
    case 'expiry':
      return 'access whose time had come';
    case 'poll':
      return 'found by polling';
    case 'sweep':
      return 'found by a sweep';
  }
}
