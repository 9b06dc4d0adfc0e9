import type { PortalEvent } from '../portal.ts';

/** An event as `GET /_sandbox/events` shows it, whether or not a webhook told it. */
export interface EventRecord extends Omit<PortalEvent, 'visibleTo'> {
  id: number;
  at: string;
}

/** The events so far, oldest first. */
export interface EventLog {
  add(event: PortalEvent, at: string): void;
  list(): EventRecord[];
  clear(): void;
}

const kept = 5000;

/** An empty log. It keeps the latest 5,000 events. */
export function createEventLog(): EventLog {
  let events: EventRecord[] = [];
  let nextId = 1;
  return {
    add({ trigger, actorId, entity, payload }, at) {
      events.push({ id: nextId, at, trigger, actorId, entity, payload: structuredClone(payload) });
      nextId += 1;
      if (events.length > kept * 1.1) events = events.slice(-kept);
    },
    list: () => events,
    clear() {
      events = [];
    },
  };
}
