import { z } from 'zod';
import { titleLimits } from '../docspace/vocabulary/clean-title.ts';
import { type RoomType, roomTypes } from '../docspace/vocabulary/words.ts';
import { createBlueprintReader, type Expression } from './expression.ts';
import type { Place } from './issue.ts';
import { Access, type BlueprintAccess, readAccess } from './room/access.ts';
import { type BlueprintItem, Contents, readContents } from './room/contents.ts';
import { type BlueprintFollowUp, FollowUps, readFollowUps } from './room/follow-ups.ts';
import { type BlueprintTriggers, readTriggers, Triggers } from './room/triggers.ts';
import type { Locate } from './yaml/read-yaml.ts';

export const apiVersions = ['concierge/v1'] as const;

const Room = z.strictObject({
  title: z.string().min(1).describe(`The room's title, at most ${titleLimits.room} characters.`),
  type: z.enum(roomTypes).describe(`The room's type: one of ${roomTypes.join(', ')}.`),
  tags: z.array(z.string().min(1)).default([]).describe('Tags that the room must have.'),
  contents: Contents.default([]).describe('Folders and copies of files that the room must contain.'),
  access: Access.default([]).describe('Who must have access, and with which level.'),
});

/** A document of kind Room, as it is written. In a union of maps the first key of each form is the one that tells it from the others. */
export const RoomDocument = z.strictObject({
  apiVersion: z.enum(apiVersions).describe('The version of the language: concierge/v1.'),
  kind: z.literal('Room').describe('What the document describes: a room.'),
  name: z
    .string()
    .max(63)
    .regex(/^[a-z][a-z0-9-]*$/, 'must start with a letter and have only small letters, digits and hyphens')
    .describe("The blueprint's name: small letters, digits and hyphens, at most 63. Runs and rooms are listed by it."),
  description: z.string().optional().describe('A sentence for people who read lists of blueprints.'),
  on: Triggers.optional().describe('What starts a run; without it the blueprint is only applied by hand.'),
  for: z.literal('person').optional().describe('Whom the room is for: `person`, a member of the portal.'),
  when: z.string().min(1).optional().describe('A condition without which nothing is done, such as `person.member`.'),
  key: z
    .string()
    .min(1)
    .describe('An expression that gives each room its own key, such as "{{ person.id }}": one room per key, ever.'),
  room: Room.describe('The room that must exist.'),
  then: FollowUps.default([]).describe('What is done once the room is as it should be.'),
});

/** A blueprint of kind Room: the document with its short forms written out, and the place of each part. */
export interface RoomBlueprint {
  readonly kind: 'Room';
  readonly name: string;
  readonly description?: string;
  readonly on: BlueprintTriggers;
  readonly for?: 'person';
  /** A bare condition. */
  readonly when?: string;
  readonly key: Expression;
  readonly room: {
    readonly title: Expression;
    readonly type: RoomType;
    readonly tags: readonly Expression[];
    readonly contents: readonly BlueprintItem[];
    readonly access: readonly BlueprintAccess[];
  };
  readonly then: readonly BlueprintFollowUp[];
  /** Every expression of the document, `when` among them. */
  readonly expressions: readonly Expression[];
  readonly at: { readonly document: Place; readonly name: Place };
}

/** The blueprint that a valid document describes. */
export function readRoomBlueprint(document: z.infer<typeof RoomDocument>, locate: Locate): RoomBlueprint {
  const reader = createBlueprintReader(locate);
  const { name, description, when, room } = document;
  if (when !== undefined) reader.condition(['when'], when);
  return {
    kind: 'Room',
    name,
    ...(description === undefined ? {} : { description }),
    on: readTriggers(document.on, reader),
    ...(document.for === undefined ? {} : { for: document.for }),
    ...(when === undefined ? {} : { when }),
    key: reader.text(['key'], document.key),
    room: {
      title: reader.text(['room', 'title'], room.title),
      type: room.type,
      tags: room.tags.map((tag, index) => reader.text(['room', 'tags', index], tag)),
      contents: readContents(room.contents, ['room', 'contents'], reader),
      access: readAccess(room.access, ['room', 'access'], reader),
    },
    then: readFollowUps(document.then, ['then'], reader),
    expressions: reader.expressions,
    at: { document: reader.at([]), name: reader.at(['name']) },
  };
}
