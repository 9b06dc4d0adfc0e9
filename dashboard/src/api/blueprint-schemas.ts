import { z } from 'zod';

const text = z.string();
const maybe = z.string().optional();

const BlueprintHead = z.object({
  name: text,
  kind: z.enum(['Room', 'CloseOut']),
  description: maybe,
  isForPerson: z.boolean(),
  isForRoom: z.boolean(),
  startsByHttp: z.boolean(),
  events: z.array(text),
});
export type BlueprintHead = z.infer<typeof BlueprintHead>;

const Issue = z.object({ file: text, line: z.number(), column: z.number(), message: text, hint: text });
export const Blueprints = z.object({ blueprints: z.array(BlueprintHead), issues: z.array(Issue) });

/** A part of the JSON Schema of inputs. */
export interface InputSchema {
  readonly type: 'string' | 'number' | 'boolean' | 'array' | 'object';
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly string[] | undefined;
  readonly writeOnly?: boolean | undefined;
  readonly properties?: Readonly<Record<string, InputSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: InputSchema | undefined;
  readonly 'x-concierge'?: 'user' | 'group' | undefined;
}

const InputSchema: z.ZodType<InputSchema> = z.object({
  type: z.enum(['string', 'number', 'boolean', 'array', 'object']),
  format: maybe,
  description: maybe,
  default: z.unknown().optional(),
  enum: z.array(text).optional(),
  writeOnly: z.boolean().optional(),
  get properties() {
    return z.record(text, InputSchema).optional();
  },
  required: z.array(text).optional(),
  get items() {
    return InputSchema.optional();
  },
  'x-concierge': z.enum(['user', 'group']).optional(),
});

export interface PicturedItem {
  readonly kind: 'folder' | 'copy' | 'text';
  readonly title: string;
  readonly when?: string | undefined;
  readonly contents: readonly PicturedItem[];
}

const Item: z.ZodType<PicturedItem> = z.object({
  kind: z.enum(['folder', 'copy', 'text']),
  title: text,
  when: maybe,
  get contents() {
    return z.array(Item);
  },
});

const Access = z.object({
  subject: z.enum(['user', 'group', 'person']),
  value: text,
  levels: z.array(text),
  optional: z.boolean(),
  each: maybe,
  expires: maybe,
  when: maybe,
});
export type PicturedAccess = z.infer<typeof Access>;

const Link = z.object({ kind: text, level: text, title: maybe, expires: maybe, hasPassword: z.boolean() });
export type PicturedLink = z.infer<typeof Link>;

const PicturedRoom = z.object({
  title: text,
  type: maybe,
  from: maybe,
  tags: z.array(text),
  contents: z.array(Item),
  access: z.array(Access),
  links: z.array(Link),
});
export type PicturedRoom = z.infer<typeof PicturedRoom>;

const FollowUp = z.object({ kind: z.enum(['mail', 'crm', 'http', 'chat']), to: text, what: text, when: maybe });
export type PicturedFollowUp = z.infer<typeof FollowUp>;

const Picture = z.object({
  on: z.object({
    events: z.array(text),
    http: z.boolean(),
    sweep: z.object({ every: text, mode: text, limit: z.number() }).optional(),
  }),
  when: maybe,
  key: maybe,
  room: PicturedRoom.optional(),
  closeOut: z
    .object({
      for: z.enum(['room', 'person']),
      ...{ rooms: text, remove: z.array(text), ownership: text, reports: z.boolean() },
    })
    .optional(),
  then: z.array(FollowUp),
});
export type Picture = z.infer<typeof Picture>;

export const BlueprintDetail = BlueprintHead.extend({
  inputs: InputSchema.optional(),
  picture: Picture,
  text,
});
export type BlueprintDetail = z.infer<typeof BlueprintDetail>;
