import { z } from 'zod';
import type { Expression } from './expression.ts';
import { headKeys } from './head.ts';
import type { Place } from './issue.ts';
import { type BlueprintFollowUp, FollowUps } from './room/follow-ups.ts';
import { type BlueprintTriggers, CloseOutTriggers } from './room/triggers.ts';

/** A document of kind CloseOut, as it is written. */
export const CloseOutDocument = z.strictObject({
  apiVersion: headKeys.apiVersion,
  kind: z
    .literal('CloseOut')
    .describe('What the document describes: how rooms are closed, or how access of a person ends.'),
  name: headKeys.name,
  description: headKeys.description,
  for: z
    .enum(['room', 'person'])
    .default('room')
    .describe('`room`: an archived room is closed out. `person`: somebody is taken out of their rooms.'),
  on: CloseOutTriggers.optional().describe('What starts a close-out; without it, it is only done by hand.'),
  when: z
    .string()
    .min(1)
    .optional()
    .describe(
      'For a person, and needed there: the condition without which nothing is done, such as `person.disabled`.',
    ),
  rooms: z
    .union([z.enum(['all', 'kept']), z.strictObject({ tag: z.string().min(1).describe('Only rooms with this tag.') })])
    .default('all')
    .describe('Which rooms: all, kept (those that blueprints made), or { tag: NAME }.'),
  remove: z
    .array(z.enum(['guests', 'links', 'memberships']))
    .min(1)
    .describe('What is removed: guests, links, or both. For a person: memberships.'),
  ownership: z
    .enum(['never', 'borrow'])
    .default('never')
    .describe(
      '`borrow`: where the account of the API key is neither owner nor manager, it takes the room over for a moment and gives it back. Needs ALLOW_BORROW too. Not for a person.',
    ),
  report: z
    .strictObject({
      folder: z.string().min(1).describe('Id of the folder that reports are written to; outside of the Archive.'),
    })
    .optional()
    .describe('Where a report of each close-out is written. Not for a person.'),
  then: FollowUps.default([]).describe('What is done once something was removed.'),
});

interface Common {
  readonly kind: 'CloseOut';
  readonly name: string;
  readonly description?: string;
  readonly on: BlueprintTriggers;
  readonly rooms: 'all' | 'kept' | { readonly tag: string };
  readonly then: readonly BlueprintFollowUp[];
  /** Every expression of the document, `when` among them. */
  readonly expressions: readonly Expression[];
  readonly at: { readonly document: Place; readonly name: Place };
}

/** How archived rooms are closed. */
export interface RoomCloseOutBlueprint extends Common {
  readonly for: 'room';
  readonly remove: readonly ('guests' | 'links')[];
  readonly ownership: 'never' | 'borrow';
  readonly report?: { readonly folder: Expression };
}

/** How the access of a person ends: their memberships of rooms are removed. */
export interface PersonCloseOutBlueprint extends Common {
  readonly for: 'person';
  /** A bare condition. */
  readonly when: string;
}

/** A blueprint of kind CloseOut. */
export type CloseOutBlueprint = RoomCloseOutBlueprint | PersonCloseOutBlueprint;
