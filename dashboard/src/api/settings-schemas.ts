import { z } from 'zod';
import { Cause, Check, roles } from './schemas.ts';

const text = z.string();
const maybe = z.string().optional();

const Connector = z.object({ name: text, title: text, isSet: z.boolean(), text, test: maybe });
export type Connector = z.infer<typeof Connector>;
/** The ways that a test alert was sent by. */
export const AlertSent = z.object({ sentBy: z.array(z.string()) });

export const Connectors = z.object({ connectors: z.array(Connector) });
export const Said = z.object({ text });

export const Doctor = z.object({ checks: z.array(Check) });

export const Limits = z.object({
  writes: z.object({ used: z.number(), perDay: z.number(), doneBy: maybe }).optional(),
  waitingRuns: z.number(),
});
export type Limits = z.infer<typeof Limits>;

const Token = z.object({
  name: text,
  role: z.enum(roles),
  createdAt: text,
  expiresAt: maybe,
  blueprints: z.array(text).optional(),
});
export type Token = z.infer<typeof Token>;
export const Tokens = z.object({ tokens: z.array(Token) });
export const NewToken = z.object({ token: text });

const AuditEntry = z.object({
  id: text,
  at: text,
  kind: text,
  what: text,
  cause: Cause.optional(),
  runId: maybe,
  blueprint: maybe,
  roomId: z.number().optional(),
  status: z.number().optional(),
  effect: maybe,
  detail: maybe,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const Audit = z.object({ entries: z.array(AuditEntry), next: maybe });
