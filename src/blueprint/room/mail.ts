import { z } from 'zod';
import type { BlueprintReader, Expression } from '../expression.ts';
import type { PathKey } from '../issue.ts';
import type { Scope } from '../scope.ts';
import type { FollowUpContext } from './context.ts';

export const Mail = z.strictObject({
  mail: z
    .strictObject({
      to: z.string().min(1).describe('The address, usually `{{ person.email }}`.'),
      template: z.string().min(1).describe("The name of one of Concierge's mails, such as `welcome`."),
    })
    .describe('A mail by one of the templates.'),
});

export interface BlueprintMail {
  readonly kind: 'mail';
  readonly to: Expression;
  readonly template: Expression;
}

/** A mail to send: to whom, by which template, and what the template may speak of. */
export interface MailOrder {
  readonly kind: 'mail';
  readonly to: string;
  readonly template: string;
  readonly data: {
    readonly person: { readonly name: string; readonly firstName: string };
    readonly room: { readonly title: string; readonly url: string };
  };
}

export function readMail(
  { mail }: z.infer<typeof Mail>,
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintMail {
  return {
    kind: 'mail',
    to: reader.text([...path, 'mail', 'to'], mail.to),
    template: reader.text([...path, 'mail', 'template'], mail.template),
  };
}

export function renderMail(mail: BlueprintMail, scope: Scope, { person, room }: FollowUpContext): MailOrder {
  return {
    kind: 'mail',
    to: scope.required(mail.to),
    template: scope.required(mail.template),
    data: { person: { name: person.name, firstName: person.firstName }, room: { title: room.title, url: room.url } },
  };
}
