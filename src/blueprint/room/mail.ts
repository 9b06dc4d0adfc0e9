import { z } from 'zod';
import type { JsonObject } from '../../base/json.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import type { PathKey } from '../issue.ts';
import type { Scope } from '../scope.ts';
import type { FollowUpContext } from './context.ts';

const Address = z.string().min(1);

export const Mail = z.strictObject({
  mail: z
    .strictObject({
      to: z
        .union([Address, z.array(Address).min(1)])
        .describe(
          'The address, usually `{{ person.email }}`, or a list of them. In a close-out of a room also the word `owners`.',
        ),
      template: z.string().min(1).optional().describe("The name of one of Concierge's mails, such as `welcome`."),
      subject: z.string().min(1).max(500).optional().describe('Instead of a template: the subject, with expressions.'),
      text: z.string().min(1).optional().describe('Instead of a template: the text, with expressions.'),
      each: z
        .string()
        .min(1)
        .optional()
        .describe('The name of a list input: a mail for each of its items, read as `item`.'),
    })
    .refine(
      ({ template, subject, text }) => (template === undefined) === (subject !== undefined && text !== undefined),
      {
        message: 'needs either `template`, or `subject` and `text`',
      },
    )
    .describe('A mail by one of the templates, or in words of your own.'),
  when: z.string().min(1).optional().describe('A condition without which it is left out.'),
});

export interface BlueprintMail {
  readonly kind: 'mail';
  readonly to: readonly Expression[];
  readonly template?: Expression;
  readonly subject?: Expression;
  readonly text?: Expression;
  readonly each?: Expression;
  readonly when?: Expression;
}

/** A mail to send: to whom, by which template or in which words, and what a template may speak of. */
export interface MailOrder {
  readonly kind: 'mail';
  /** Empty when a close-out has nobody to tell. */
  readonly to: readonly string[];
  readonly template?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly data: {
    /** Empty texts where nothing is known of the one who is written to. */
    readonly person: { readonly name: string; readonly firstName: string };
    readonly inputs: JsonObject;
    /** Empty where there is none: no template is for that. */
    readonly room: NonNullable<FollowUpContext['room']>;
    readonly closeOut?: NonNullable<FollowUpContext['closeOut']>;
  };
}

export function readMail(
  { mail, when }: z.infer<typeof Mail>,
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintMail {
  const at = [...path, 'mail'];
  const text = (key: 'template' | 'subject' | 'text') => {
    const value = mail[key];
    return value === undefined ? {} : { [key]: reader.text([...at, key], value) };
  };
  const to = Array.isArray(mail.to)
    ? mail.to.map((one, index) => reader.text([...at, 'to', index], one))
    : [reader.text([...at, 'to'], mail.to)];
  return {
    kind: 'mail',
    to,
    ...text('template'),
    ...text('subject'),
    ...text('text'),
    ...(mail.each === undefined ? {} : { each: reader.condition([...at, 'each'], mail.each) }),
    ...(when === undefined ? {} : { when: reader.condition([...path, 'when'], when) }),
  };
}

/** The word that stands for the owners of a room that is closed out. */
export const ownersWord = 'owners';

const noRoom = { id: 0, title: '', url: '', link: '' } as const;

export function renderMail(mail: BlueprintMail, scope: Scope, context: FollowUpContext): MailOrder {
  const { person, inputs, room = noRoom, closeOut } = context;
  const { template, subject, text } = mail;
  return {
    kind: 'mail',
    to: mail.to.flatMap((one) =>
      closeOut && one.text.trim() === ownersWord ? closeOut.owners : [scope.required(one)],
    ),
    ...(template ? { template: scope.required(template) } : {}),
    ...(subject ? { subject: scope.required(subject).replaceAll(/\s+/g, ' ') } : {}),
    ...(text ? { text: scope.required(text) } : {}),
    data: {
      person: { name: person?.name ?? '', firstName: person?.firstName ?? '' },
      inputs,
      room,
      ...(closeOut ? { closeOut } : {}),
    },
  };
}
