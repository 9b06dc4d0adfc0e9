import type { State } from './model/state.ts';

/** The vendor's names of the events that this portal publishes. */
export type EventName =
  | 'user.created'
  | 'user.invited'
  | 'user.updated'
  | 'user.deleted'
  | 'group.created'
  | 'group.updated'
  | 'group.deleted'
  | 'file.created'
  | 'file.uploaded'
  | 'file.updated'
  | 'file.trashed'
  | 'file.deleted'
  | 'file.restored'
  | 'file.copied'
  | 'file.moved'
  | 'folder.created'
  | 'folder.updated'
  | 'folder.trashed'
  | 'folder.deleted'
  | 'folder.restored'
  | 'folder.copied'
  | 'folder.moved'
  | 'room.created'
  | 'room.updated'
  | 'room.archived'
  | 'room.restored'
  | 'room.deleted'
  | 'room.copied';

/** Something happened that webhooks may tell. */
export interface PortalEvent {
  trigger: EventName;
  actorId: string;
  entity: { kind: 'user'; id: string } | { kind: 'entry'; id: number } | { kind: 'group'; id: string };
  /** The entity in camelCase at the moment of the event, nulls and defaults still in it. */
  payload: Record<string, unknown>;
  /** Whether an account may see the entity; also answers for an entity that has just been deleted. */
  visibleTo(accountId: string): boolean;
}

export interface Clock {
  now(): Date;
}

export interface PortalOptions {
  state: State;
  clock: Clock;
  publish: (event: PortalEvent) => void;
  /** How long an archive, copy, move or delete takes. With 0 (the default) it is over before the first poll. */
  operationMs?: number;
}

/** How the making of rooms from templates, and of templates from rooms, goes: for rehearsals. */
export interface TemplateConditions {
  /** How long the contents take to be copied. */
  delayMs: number;
  /** Whether copying them fails. */
  fail: boolean;
}

/** Over before the first poll, and well. */
export const smoothTemplates: TemplateConditions = { delayMs: 0, fail: false };

/** How the portal's search index behaves, for rehearsals: it finds a room by its title only when it is that old. */
interface SearchConditions {
  lagMs: number;
}

/** The portal that route handlers work on. `state` may be replaced as a whole (reset, load) at any time. */
export interface Portal {
  state: State;
  readonly clock: Clock;
  operationMs: number;
  readonly templateConditions: TemplateConditions;
  readonly search: SearchConditions;
  publish: (event: PortalEvent) => void;
  /** The time now as the records keep it. */
  timestamp(): string;
}

/** A portal over the given state. It starts nothing by itself. */
export function createPortal(options: PortalOptions): Portal {
  const { state, clock, publish, operationMs = 0 } = options;
  const templateConditions = { ...smoothTemplates };
  const search = { lagMs: 0 };
  const timestamp = (): string => clock.now().toISOString();
  return { state, clock, operationMs, templateConditions, search, publish, timestamp };
}
