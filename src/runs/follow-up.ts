import { renderFollowUps } from '../blueprint/render-room.ts';
import { renderMail } from '../connectors/mail-templates.ts';
import type { Scope } from '../engine/engine.ts';
import { contextOf, type Prepared } from './prepare.ts';
import { readDocument } from './read-document.ts';
import type { RunInput } from './records.ts';
import type { RunRoom } from './run.ts';
import type { RunParts } from './run-parts.ts';

interface FollowUp {
  readonly input: RunInput;
  readonly room: RunRoom;
  readonly prepared: Extract<Prepared, { kind: 'apply' }>;
}

/**
 * What follows a room: mails, each a durable step. After a crash between sending and recording a mail may go out a second time, with
 * the same message id. Answers remarks: which mails were not sent, and why.
 */
export async function followUp(
  { input, room, prepared }: FollowUp,
  parts: RunParts,
  scope: Scope,
): Promise<readonly string[]> {
  const blueprint = await readDocument(input.documentHash, parts.documents);
  const context = {
    ...contextOf(prepared, input, parts),
    room: { id: room.id, title: room.title, url: room.url ?? '' },
  };
  const remarks: string[] = [];
  for (const [index, { to, template }] of renderFollowUps(blueprint, context).entries()) {
    const result = await scope.step(`mail ${template}`, async () => {
      const mail = renderMail(template, { person: prepared.person, room: context.room });
      await parts.fence();
      const messageId = `<${input.runId}.${index}@docspace-concierge.invalid>`;
      const sent = await parts.mailer.send({ to, ...mail, messageId });
      return sent.sent
        ? { summary: `mail "${mail.subject}" sent to ${to}`, sent: true as const }
        : {
            summary: `mail "${mail.subject}" kept`,
            sent: false as const,
            reason: sent.reason,
            to,
            subject: mail.subject,
            text: mail.text,
          };
    });
    if (!result.sent) remarks.push(`mail "${result.subject}" to ${result.to} was not sent: ${result.reason}`);
  }
  return remarks;
}
