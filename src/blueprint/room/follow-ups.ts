import { z } from 'zod';
import type { BlueprintReader } from '../expression.ts';
import type { PathKey } from '../issue.ts';
import type { Scope } from '../scope.ts';
import { type BlueprintMail, type MailOrder, Mail, readMail, renderMail } from './mail.ts';
import type { FollowUpContext } from './context.ts';

/** What a run does once the room is as it should be: one form for each kind. */
export const FollowUps = z.array(z.union([Mail]));

export type BlueprintFollowUp = BlueprintMail;
export type FollowUpOrder = MailOrder;

export function readFollowUps(
  entries: z.infer<typeof FollowUps>,
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintFollowUp[] {
  return entries.map((entry, index) => readMail(entry, [...path, index], reader));
}

export function renderFollowUp(followUp: BlueprintFollowUp, scope: Scope, context: FollowUpContext): FollowUpOrder {
  return renderMail(followUp, scope, context);
}
