import { z } from 'zod';
import type { BlueprintReader } from '../expression.ts';
import type { PathKey } from '../issue.ts';
import type { Scope } from '../scope.ts';
import type { FollowUpContext } from './context.ts';
import { type BlueprintMail, type MailOrder, Mail, readMail, renderMail } from './mail.ts';
import {
  type BlueprintChat,
  type BlueprintCrm,
  type BlueprintHttp,
  Chat,
  type ChatOrder,
  Crm,
  type CrmOrder,
  Http,
  type HttpOrder,
  readChat,
  readCrm,
  readHttp,
  renderChat,
  renderCrm,
  renderHttp,
} from './messages.ts';

const FollowUp = z.union([Mail, Crm, Http, Chat]);

/** What a run does once the room is as it should be: one form for each kind. */
export const FollowUps = z.array(FollowUp);

export type BlueprintFollowUp = BlueprintMail | BlueprintCrm | BlueprintHttp | BlueprintChat;
export type FollowUpOrder = MailOrder | CrmOrder | HttpOrder | ChatOrder;

export function readFollowUps(
  entries: z.infer<typeof FollowUps>,
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintFollowUp[] {
  return entries.map((entry, index) => readFollowUp(entry, [...path, index], reader));
}

function readFollowUp(
  entry: z.infer<typeof FollowUp>,
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintFollowUp {
  if ('mail' in entry) return readMail(entry, path, reader);
  if ('crm' in entry) return readCrm(entry, path, reader);
  return 'http' in entry ? readHttp(entry, path, reader) : readChat(entry, path, reader);
}

/** One follow-up of a run, with the values that it is to be rendered with. */
interface Due {
  /** The same whenever the same run is resumed. */
  readonly id: string;
  readonly followUp: BlueprintFollowUp;
  readonly scope: Scope;
}

/** What is to be done, in the document's order: one for each entry, and for each item of a list where the entry says so. */
export function listDue(followUps: readonly BlueprintFollowUp[], scope: Scope): Due[] {
  const due = followUps
    .filter(({ when }) => when === undefined || scope.condition(when).value)
    .flatMap((followUp) => {
      const scopes = followUp.kind === 'mail' && followUp.each ? scope.items(followUp.each) : [scope];
      return scopes.map((one) => ({ name: nameOf(followUp), followUp, scope: one }));
    });
  return due.map(({ name, ...rest }, index) => {
    const nth = due.slice(0, index + 1).filter((other) => other.name === name).length;
    return { ...rest, id: nth === 1 ? name : `${name} ${nth}` };
  });
}

function nameOf(followUp: BlueprintFollowUp): string {
  return followUp.kind === 'mail' && followUp.template ? `mail ${followUp.template.text}` : followUp.kind;
}

export function renderFollowUpOrder({ followUp, scope }: Due, context: FollowUpContext): FollowUpOrder {
  switch (followUp.kind) {
    case 'mail':
      return renderMail(followUp, scope, context);
    case 'crm':
      return renderCrm(followUp, scope);
    case 'http':
      return renderHttp(followUp, scope);
    case 'chat':
      return renderChat(followUp, scope);
  }
}
