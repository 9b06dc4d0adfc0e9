import { z } from 'zod';
import { titleLimits } from '../docspace/vocabulary/clean-title.ts';
import { type RoomType, roomTypes } from '../docspace/vocabulary/words.ts';
import { type BlueprintReader, createBlueprintReader, type Expression } from './expression.ts';
import { headKeys } from './head.ts';
import { declareInputs, Inputs } from './inputs/declare-inputs.ts';
import type { InputField } from './inputs/input-field.ts';
import { type Issue, issueAt, type Place } from './issue.ts';
import { Access, type BlueprintAccess, readAccess } from './room/access.ts';
import { type BlueprintItem, Contents, readContents } from './room/contents.ts';
import { type BlueprintFollowUp, FollowUps, readFollowUps } from './room/follow-ups.ts';
import { type BlueprintLink, Link, readLinks } from './room/links.ts';
import { type BlueprintTriggers, readTriggers, Triggers } from './room/triggers.ts';
import type { Locate } from './yaml/read-yaml.ts';

/** How the title of a room that is there is read. */
export const ownTitle = '{{ room.title }}';

const aboutTitle = `The room's title, at most ${titleLimits.room} characters.`;

const Room = z.strictObject({
  title: z.string().min(1).optional().describe(`${aboutTitle} Not for a room that is there: it keeps its own.`),
  type: z
    .enum(roomTypes)
    .optional()
    .describe(
      `The room's type: one of ${roomTypes.join(', ')}. Only a room from a template, or one that is there, does without.`,
    ),
  from: z
    .union([z.string().min(1), z.int().min(1)])
    .optional()
    .describe('Id of the room template that the room is made from, with its contents.'),
  tags: z.array(z.string().min(1)).default([]).describe('Tags that the room must have.'),
  quota: z
    .union([z.string().min(1), z.int().min(1)])
    .optional()
    .describe('How much the room may hold: bytes, or a text such as "2 GB".'),
  denyDownload: z.boolean().optional().describe('Whether viewers cannot download, copy or print.'),
  contents: Contents.default([]).describe('Folders and copies of files that the room must contain.'),
  access: Access.default([]).describe('Who must have access, and with which level.'),
  link: Link.optional().describe('The link that the room must have; `room.link` is its address.'),
  links: z.array(Link).default([]).describe('Further links, or all of them.'),
});

/** A document of kind Room, as it is written. In a union of maps the first key of each form is the one that tells it from the others. */
export const RoomDocument = z.strictObject({
  apiVersion: headKeys.apiVersion,
  kind: z.literal('Room').describe('What the document describes: a room.'),
  name: headKeys.name,
  description: headKeys.description,
  on: Triggers.optional().describe('What starts a run; without it the blueprint is only applied by hand.'),
  for: z
    .enum(['person', 'room'])
    .optional()
    .describe('`person`: a room for a member of the portal. `room`: for a room that is there, whoever made it.'),
  inputs: Inputs.optional(),
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
  /** `room`: nothing is made but in a room that is there. */
  readonly for?: 'person' | 'room';
  /** What it is given; empty for one that needs nothing. */
  readonly inputs: readonly InputField[];
  /** A bare condition. */
  readonly when?: string;
  readonly key: Expression;
  readonly room: {
    /** Of a blueprint that is for a room that is there: the title that it has. */
    readonly title: Expression;
    /** Missing only for a room from a template, and for one that is there. */
    readonly type?: RoomType;
    readonly from?: Expression;
    readonly tags: readonly Expression[];
    readonly quota?: Expression;
    readonly denyDownload?: boolean;
    readonly contents: readonly BlueprintItem[];
    readonly access: readonly BlueprintAccess[];
    readonly links: readonly BlueprintLink[];
    readonly at: Place;
  };
  readonly then: readonly BlueprintFollowUp[];
  /** Every expression of the document, `when` among them. */
  readonly expressions: readonly Expression[];
  readonly at: { readonly document: Place; readonly name: Place };
}

/** The blueprint that a valid document describes, and what is wrong with the inputs that it declares. */
export function readRoomBlueprint(
  document: z.infer<typeof RoomDocument>,
  locate: Locate,
): { readonly blueprint: RoomBlueprint; readonly issues: readonly Issue[] } {
  const reader = createBlueprintReader(locate);
  const { name, description, when, room } = document;
  if (when !== undefined) reader.condition(['when'], when);
  const { fields, issues } = declareInputs(document.inputs ?? {}, ['inputs'], reader);
  const blueprint: RoomBlueprint = {
    kind: 'Room',
    name,
    inputs: fields,
    ...(description === undefined ? {} : { description }),
    on: readTriggers(document.on, reader),
    ...(document.for === undefined ? {} : { for: document.for }),
    ...(when === undefined ? {} : { when }),
    key: reader.text(['key'], document.key),
    room: readRoom(room, document.for, reader),
    then: readFollowUps(document.then, ['then'], reader),
    expressions: reader.expressions,
    at: { document: reader.at([]), name: reader.at(['name']) },
  };
  return { blueprint, issues: [...issues, ...missingTitle(document, blueprint)] };
}

/** A room that is there has its title; any other one is given one. */
function missingTitle({ for: subject, room }: z.infer<typeof RoomDocument>, blueprint: RoomBlueprint): Issue[] {
  if (subject === 'room' || room.title !== undefined) return [];
  return [issueAt(blueprint.room.at, 'missing key `title`', `Add it: ${aboutTitle}`)];
}

function readRoom(
  room: z.infer<typeof Room>,
  subject: RoomBlueprint['for'],
  reader: BlueprintReader,
): RoomBlueprint['room'] {
  const { title, type, from, tags, quota, denyDownload } = room;
  const text = (key: string, value: string | number) => reader.text(['room', key], String(value));
  return {
    title: title === undefined ? titleOf(subject, reader) : text('title', title),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from: text('from', from) }),
    tags: tags.map((tag, index) => reader.text(['room', 'tags', index], tag)),
    ...(quota === undefined ? {} : { quota: text('quota', quota) }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
    contents: readContents(room.contents, ['room', 'contents'], reader),
    access: readAccess(room.access, ['room', 'access'], reader),
    links: readLinks(room, ['room'], reader),
    at: reader.at(['room']),
  };
}

function titleOf(subject: RoomBlueprint['for'], reader: BlueprintReader): Expression {
  const at = reader.at(['room']);
  // Without one nothing is rendered: the missing title is an issue of the document.
  return { text: subject === 'room' ? ownTitle : '', form: 'text', at };
}
