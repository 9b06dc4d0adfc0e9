import { z } from 'zod';
import { createBlueprintReader, type Expression } from './expression.ts';
import { headKeys } from './head.ts';
import type { Place } from './issue.ts';
import { type BlueprintFollowUp, FollowUps, readFollowUps } from './room/follow-ups.ts';
import { type BlueprintTriggers, CloseOutTriggers, readTriggers } from './room/triggers.ts';
import type { Locate } from './yaml/read-yaml.ts';

/** A document of kind CloseOut, as it is written. */
export const CloseOutDocument = z.strictObject({
  apiVersion: headKeys.apiVersion,
  kind: z.literal('CloseOut').describe('What the document describes: how rooms are closed.'),
  name: headKeys.name,
  description: headKeys.description,
  on: CloseOutTriggers.optional().describe('What starts a close-out; without it rooms are only closed by hand.'),
  rooms: z
    .union([z.enum(['all', 'kept']), z.strictObject({ tag: z.string().min(1).describe('Only rooms with this tag.') })])
    .default('all')
    .describe('Which rooms: all, kept (those that blueprints made), or { tag: NAME }.'),
  remove: z
    .array(z.enum(['guests', 'links']))
    .min(1)
    .describe('What is removed: guests, links, or both.'),
  ownership: z
    .enum(['never', 'borrow'])
    .default('never')
    .describe(
      '`borrow`: where the account of the API key is neither owner nor manager, it takes the room over for a moment and gives it back. Needs ALLOW_BORROW too.',
    ),
  report: z
    .strictObject({
      folder: z.string().min(1).describe('Id of the folder that reports are written to; outside of the Archive.'),
    })
    .optional()
    .describe('Where a report of each close-out is written.'),
  then: FollowUps.default([]).describe('What is done once the room is closed out.'),
});

/** A blueprint of kind CloseOut: how rooms are closed. */
export interface CloseOutBlueprint {
  readonly kind: 'CloseOut';
  readonly name: string;
  readonly description?: string;
  readonly on: BlueprintTriggers;
  readonly rooms: 'all' | 'kept' | { readonly tag: string };
  readonly remove: readonly ('guests' | 'links')[];
  readonly ownership: 'never' | 'borrow';
  readonly report?: { readonly folder: Expression };
  readonly then: readonly BlueprintFollowUp[];
  /** Every expression of the document. */
  readonly expressions: readonly Expression[];
  readonly at: { readonly document: Place; readonly name: Place };
}

/** The blueprint that a valid document describes. */
export function readCloseOutBlueprint(document: z.infer<typeof CloseOutDocument>, locate: Locate): CloseOutBlueprint {
  const reader = createBlueprintReader(locate);
  const { name, description, rooms, remove, ownership, report } = document;
  return {
    kind: 'CloseOut',
    ...{ name, rooms, ownership },
    remove: [...new Set(remove)],
    ...(description === undefined ? {} : { description }),
    on: readTriggers(document.on, reader),
    ...(report ? { report: { folder: reader.text(['report', 'folder'], report.folder) } } : {}),
    then: readFollowUps(document.then, ['then'], reader),
    expressions: reader.expressions,
    at: { document: reader.at([]), name: reader.at(['name']) },
  };
}
