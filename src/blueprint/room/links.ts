import { z } from 'zod';
import { type Level, type LinkKind, levels, linkKinds } from '../../docspace/vocabulary/words.ts';
import type { DesiredLink, SecretSource } from '../desired-room.ts';
import { expiryForms, renderExpiry } from '../expiry.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import type { PathKey, Place } from '../issue.ts';
import type { Scope } from '../scope.ts';

export const Link = z.strictObject({
  kind: z
    .enum(linkKinds)
    .describe(
      '`external`: who has the address may look in without an account. `invitation`: who opens it joins the room.',
    ),
  level: z.enum(levels).describe(`What one may do by it: one of ${levels.join(', ')}.`),
  title: z.string().min(1).max(255).optional().describe('Names a further external link; the first one needs none.'),
  expires: z
    .string()
    .min(1)
    .optional()
    .describe(`When it ends: ${expiryForms}. It counts from when the room was made.`),
  password: z
    .string()
    .min(1)
    .optional()
    .describe('The password, as exactly one expression of a secret input or of `env`: "{{ password }}".'),
  maxUses: z.int().min(1).max(1000).optional().describe('How many people may join by an invitation link (1 to 1000).'),
  denyDownload: z.boolean().optional().describe('Whether files cannot be downloaded by an external link.'),
  when: z.string().min(1).optional().describe('A condition without which the link is left out.'),
});

/** A link that the document wants. */
export interface BlueprintLink {
  readonly kind: LinkKind;
  readonly level: Level;
  readonly title?: Expression;
  readonly expires?: Expression;
  readonly password?: { readonly source: SecretSource; readonly at: Place };
  readonly maxUses?: number;
  readonly denyDownload?: boolean;
  readonly when?: Expression;
  /** A password that is not exactly one expression of the right form. */
  readonly wrongPassword?: Place;
  readonly at: Place;
}

/** `link` and `links` are one list: the short form is its first entry. */
export function readLinks(
  { link, links }: { link?: z.infer<typeof Link> | undefined; links: readonly z.infer<typeof Link>[] },
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintLink[] {
  return [
    ...(link ? [readLink(link, [...path, 'link'], reader)] : []),
    ...links.map((one, index) => readLink(one, [...path, 'links', index], reader)),
  ];
}

function readLink(link: z.infer<typeof Link>, path: readonly PathKey[], reader: BlueprintReader): BlueprintLink {
  const { kind, level, title, expires, password, maxUses, denyDownload, when } = link;
  return {
    ...{ kind, level, at: reader.at(path) },
    ...(title === undefined ? {} : { title: reader.text([...path, 'title'], title) }),
    ...(expires === undefined ? {} : { expires: reader.text([...path, 'expires'], expires) }),
    ...(password === undefined ? {} : readPassword(password, reader.at([...path, 'password']))),
    ...(maxUses === undefined ? {} : { maxUses }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
    ...(when === undefined ? {} : { when: reader.condition([...path, 'when'], when) }),
  };
}

/** A password is never rendered with the rest: only where it comes from stands in a plan. */
function readPassword(text: string, at: Place): Pick<BlueprintLink, 'password' | 'wrongPassword'> {
  const [, env, input] = /^\{\{-?\s*(?:env\.([A-Za-z_]\w*)|([A-Za-z]\w*))\s*-?\}\}$/.exec(text.trim()) ?? [];
  if (env !== undefined) return { password: { source: { env }, at } };
  return input === undefined ? { wrongPassword: at } : { password: { source: { input }, at } };
}

/** The name under which a link is found again. */
function nameOf({ kind }: BlueprintLink, title: string): string {
  if (kind === 'invitation') return 'invitation';
  return title === '' ? 'primary' : title;
}

/** The links with their values put in. */
export function renderLinks(links: readonly BlueprintLink[], scope: Scope): DesiredLink[] {
  return links
    .filter(({ when }) => when === undefined || scope.condition(when).value)
    .map((link): DesiredLink => {
      const { kind, level, title, expires, password, maxUses, denyDownload, at } = link;
      const expiry = expires && renderExpiry(expires, scope);
      return {
        ...{ kind, level, name: nameOf(link, title ? scope.required(title) : '') },
        ...(expiry ? { expires: expiry } : {}),
        ...(password ? { password: password.source } : {}),
        ...(maxUses === undefined ? {} : { maxUses }),
        ...(denyDownload === undefined ? {} : { denyDownload }),
        at: { line: at.line, column: at.column },
      };
    });
}
