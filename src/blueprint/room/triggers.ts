import { z } from 'zod';
import type { BlueprintReader } from '../expression.ts';
import type { Place } from '../issue.ts';

/** The portal's events that bring a person, by its own names (DocSpace server, WebhookTrigger.cs). */
const personEvents = ['user.created', 'user.invited', 'user.updated'] as const;
type PersonEvent = (typeof personEvents)[number];

/** The one that brings a room. Its contents and members come later, so a room that is still being made is looked at again. */
const roomEvent = 'room.created';

const Event = z
  .enum([...personEvents, roomEvent])
  .describe("One of the portal's events that bring a person, or room.created, which brings a room.");

const Sweep = z.strictObject({
  every: z.enum(['hourly', 'daily', 'weekly']).describe('How often: hourly, daily or weekly.'),
  mode: z
    .enum(['report', 'fix'])
    .default('report')
    .describe('`report` only says what differs; `fix` also sets it right.'),
  limit: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe(
      'When more rooms or people than this would change, nothing is changed and a person is asked (1 to 10000).',
    ),
});

const CloseOutEvent = z
  .enum(['room.archived', ...personEvents])
  .describe("room.archived, or for a person one of the portal's events that bring one, such as user.updated.");

export const CloseOutTriggers = z.strictObject({
  event: z
    .union([CloseOutEvent, z.array(CloseOutEvent).min(1)])
    .optional()
    .describe('The event, or a list of events, that starts a close-out: room.archived, or for a person user.updated.'),
  sweep: Sweep.optional().describe(
    'A look, at intervals, at the rooms of the Archive; for a person, at all accounts that are disabled.',
  ),
  http: z
    .boolean()
    .optional()
    .describe('For a person: whether other programs may start it by the API, which they may in any case.'),
});

export const Triggers = z.strictObject({
  event: z
    .union([Event, z.array(Event).min(1)])
    .optional()
    .describe('The event, or a list of events, that starts a run.'),
  sweep: Sweep.optional().describe(
    'A comparison, at intervals, of what the blueprint promises with what the portal has.',
  ),
  http: z.boolean().optional().describe('Whether other programs may start it by the API: true or false.'),
});

/** When a blueprint is applied without being asked to. */
export interface BlueprintTriggers {
  readonly events: readonly (PersonEvent | typeof roomEvent | 'room.archived')[];
  /** Whether a request to the API may start it. */
  readonly http: boolean;
  readonly sweep?: {
    readonly every: 'hourly' | 'daily' | 'weekly';
    readonly mode: 'report' | 'fix';
    readonly limit: number;
  };
  readonly at: Place;
}

/** The triggers as a run's starters read them. A document without `on` is only applied by hand. */
export function readTriggers(
  document: z.infer<typeof Triggers> | z.infer<typeof CloseOutTriggers> | undefined,
  reader: BlueprintReader,
): BlueprintTriggers {
  const { event = [], sweep } = document ?? {};
  const http = document !== undefined && 'http' in document && document.http === true;
  return { events: [event].flat(), http, ...(sweep ? { sweep } : {}), at: reader.at(['on']) };
}
