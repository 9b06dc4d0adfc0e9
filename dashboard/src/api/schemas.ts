import { z } from 'zod';

/** What the API answers, as far as the pages use it. */
export const runStates = [
  'queued',
  'running',
  'waiting',
  'done',
  'done-with-remains',
  'nothing-to-do',
  'skipped',
  'needs-owner',
  'failed',
  'cancelled',
] as const;
export const RunState = z.enum(runStates);
export type RunState = z.infer<typeof RunState>;

export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

const text = z.string();
const maybe = z.string().optional();

export const Session = z.object({
  name: text,
  role: z.enum(roles),
  blueprints: z.array(text).optional(),
  version: text,
  portal: z.object({ kind: z.enum(['sandbox', 'portal']), url: text }),
});
export type Session = z.infer<typeof Session>;

export const Check = z.object({ name: text, state: z.enum(['good', 'attention', 'bad']), text, hint: maybe });
export type Check = z.infer<typeof Check>;

const Freeze = z.object({ by: text, since: text });

export const Overview = z.object({
  checks: z.array(Check),
  counts: z.partialRecord(RunState, z.number()),
  freeze: Freeze.optional(),
});
export type Overview = z.infer<typeof Overview>;

export const Chart = z.object({
  since: text,
  pieces: z.array(z.object({ from: text, counts: z.partialRecord(RunState, z.number()) })),
});
export type Chart = z.infer<typeof Chart>;

export const Cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), eventId: z.number(), trigger: text }),
  z.object({ kind: z.literal('person'), name: text }),
  z.object({ kind: z.literal('http'), name: text }),
  z.object({ kind: z.literal('csv'), name: text, row: z.number() }),
  z.object({ kind: z.literal('expiry') }),
  z.object({ kind: z.literal('poll') }),
  z.object({ kind: z.literal('sweep') }),
]);
export type Cause = z.infer<typeof Cause>;

const RunRoom = z.object({ id: z.number(), title: text, url: maybe });

export const RunSummary = z.object({
  id: text,
  blueprint: text,
  subject: text,
  subjectName: maybe,
  state: RunState,
  reason: maybe,
  cause: Cause,
  createdAt: text,
  endedAt: maybe,
  room: RunRoom.optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunPage = z.object({ runs: z.array(RunSummary), next: maybe });

const ErrorReport = z.object({ kind: text, message: text, hint: maybe });
export const PlanLine = z.object({ depth: z.number(), mark: z.enum(['+', '~', '-', '=']), text });
export type PlanLine = z.infer<typeof PlanLine>;

const Call = z.object({
  method: text,
  template: text,
  isWrite: z.boolean(),
  startedAt: text,
  tryNumber: z.number().default(0),
  status: z.number().optional(),
  effect: maybe,
  ms: z.number().optional(),
  error: maybe,
});
export type Call = z.infer<typeof Call>;

const RunAction = z.object({
  name: text,
  state: z.enum(['planned', 'running', 'done', 'failed']),
  startedAt: maybe,
  endedAt: maybe,
  result: maybe,
  error: ErrorReport.optional(),
  after: z.array(text),
  calls: z.array(Call),
});
export type RunAction = z.infer<typeof RunAction>;

const Condition = z.object({ name: text, value: z.union([z.boolean(), text]) });
export type Condition = z.infer<typeof Condition>;

export const RunDetail = RunSummary.extend({
  documentHash: text,
  attempt: z.number(),
  shownAttempt: z.number(),
  lines: z.array(PlanLine),
  conditions: z.array(Condition),
  actions: z.array(RunAction),
  error: ErrorReport.optional(),
  remarks: z.array(text),
  keptMails: z.array(z.object({ to: text, subject: text, text })),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const UndoPlan = z.object({
  kind: z.enum(['archive', 'delete', 'items', 'give-back', 'nothing']),
  lines: z.array(text),
  refusals: z.array(text),
  cannot: z.array(text),
});
export type UndoPlan = z.infer<typeof UndoPlan>;

export const PlanView = z.object({
  subject: text,
  subjectName: maybe,
  state: RunState.optional(),
  reason: maybe,
  lines: z.array(PlanLine),
});
export type PlanView = z.infer<typeof PlanView>;

export const KeptRoom = z.object({
  id: z.number(),
  blueprint: text,
  subject: text,
  subjectName: maybe,
  state: z.enum(['making', 'complete', 'retired']),
  title: text,
  roomId: z.number().optional(),
  url: maybe,
  madeAt: text,
  runId: text,
  checkedAt: maybe,
  drift: z.array(PlanLine).optional(),
});
export type KeptRoom = z.infer<typeof KeptRoom>;

export const RoomPage = z.object({ rooms: z.array(KeptRoom), next: z.number().optional() });

const Member = z.object({
  id: text,
  name: text,
  email: maybe,
  kind: z.enum(['owner', 'docspace-admin', 'room-admin', 'user', 'guest', 'group']),
  level: maybe,
  isOwner: z.boolean(),
  pending: z.boolean(),
});
export type Member = z.infer<typeof Member>;

export const RoomDetail = KeptRoom.extend({ members: z.array(Member) });
export type RoomDetail = z.infer<typeof RoomDetail>;

export const RoomLinks = z.object({
  links: z.array(
    z.object({
      id: text,
      kind: text,
      title: text,
      level: maybe,
      address: text,
      expiresAt: maybe,
      expired: z.boolean(),
      hasPassword: z.boolean(),
    }),
  ),
});

export const RoomCheck = z.object({ checkedAt: text, drift: z.array(PlanLine), reason: maybe });

const GuestAccess = z.object({
  item: text,
  guest: z.object({ id: text, name: text, email: maybe, pending: z.boolean() }),
  blueprint: text,
  room: RunRoom,
  level: maybe,
  since: maybe,
  until: maybe,
  runId: maybe,
});
export type GuestAccess = z.infer<typeof GuestAccess>;
export const Guests = z.object({ access: z.array(GuestAccess) });

const Delivery = z.object({
  id: text,
  eventId: z.number(),
  trigger: text,
  entityId: text,
  receivedAt: text,
  state: z.enum(['stored', 'dispatched']),
  runs: z.array(RunSummary.extend({ conditions: z.array(Condition) })),
});
export type Delivery = z.infer<typeof Delivery>;
export const DeliveryPage = z.object({ deliveries: z.array(Delivery), next: maybe });

const counts = z.record(text, z.number());
export const Batch = z.object({
  id: text,
  blueprint: text,
  file: text,
  who: text,
  createdAt: text,
  total: z.number(),
  refused: z.number(),
  states: counts,
});
export type Batch = z.infer<typeof Batch>;
export const Batches = z.object({ batches: z.array(Batch) });

const BatchRow = z.object({
  row: z.number(),
  line: z.number(),
  cells: z.array(text),
  state: z.union([RunState, z.enum(['not-started', 'refused'])]),
  runId: maybe,
  reason: maybe,
  room: RunRoom.optional(),
});
export type BatchRow = z.infer<typeof BatchRow>;
export const BatchDetail = Batch.extend({ headings: z.array(text), rows: z.array(BatchRow) });
export type BatchDetail = z.infer<typeof BatchDetail>;

export const SheetReport = z.object({
  columns: z.array(z.object({ heading: text, input: maybe })),
  total: z.number(),
  good: z.number(),
  issues: z.array(z.object({ path: text, message: text })),
  sample: z.array(z.object({ line: z.number(), cells: z.array(text), wrong: z.boolean() })),
});
export type SheetReport = z.infer<typeof SheetReport>;

const Found = z.object({ id: text, name: text, about: text });
export type Found = z.infer<typeof Found>;
export const Search = z.object({ found: z.array(Found) });

export const Nothing = z.undefined();
