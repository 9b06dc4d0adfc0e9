import { html } from 'hono/html';
import { AppError } from '../base/errors.ts';

type Html = ReturnType<typeof html>;

/** What templates may speak of. Names come from the portal and may hold anything. */
export interface MailData {
  readonly person: { readonly firstName?: string | undefined };
  readonly room: { readonly url: string; readonly title?: string };
  /** What the blueprint was given. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** What came of a close-out. */
  readonly closeOut?: {
    readonly removed: readonly string[];
    readonly links: readonly string[];
    readonly remains: readonly string[];
    readonly report?: { readonly title: string };
  };
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface MailTemplate {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The address that the mail leads to, and the words on its button. */
  readonly link: { readonly url: string; readonly label: string };
}

const templates = new Map<string, (data: MailData) => MailTemplate>([
  [
    'welcome',
    ({ person, room }) => ({
      subject: 'Welcome to DocSpace',
      paragraphs: [`Hello ${toLine(person.firstName ?? '') || 'there'}, your personal home room has been created.`],
      link: { url: room.url, label: 'Open your room' },
    }),
  ],
  [
    'invited',
    ({ person, room, inputs = {} }) => ({
      subject: 'You have been invited to a room',
      paragraphs: [
        `Hello ${toLine(person.firstName ?? '') || 'there'}, you have been invited to the room "${toLine(room.title ?? '')}".`,
        ...(typeof inputs['message'] === 'string' && inputs['message'] !== '' ? [inputs['message']] : []),
      ],
      link: { url: room.url, label: 'Open the room' },
    }),
  ],
  [
    'guests-removed',
    ({ room, closeOut }) => ({
      subject: `Guests were removed from "${toLine(room.title ?? '')}"`,
      paragraphs: [
        `The room "${toLine(room.title ?? '')}" is archived. ${whatIsLeft(closeOut?.remains)}`,
        ...listed('Removed guests', closeOut?.removed),
        ...listed('Removed links', closeOut?.links),
        ...listed('What remains', closeOut?.remains),
        ...(closeOut?.report ? [`The report is called ${closeOut.report.title}.`] : []),
      ],
      link: { url: room.url, label: 'Open the archived room' },
    }),
  ],
]);

/** Says that nobody keeps access only where nothing remains that says otherwise. */
function whatIsLeft(remains: readonly string[] = []): string {
  if (remains.length === 0) return 'Nobody from outside keeps access to it.';
  return 'Guests and links were removed, but for what remains.';
}

function listed(heading: string, lines: readonly string[] | undefined): string[] {
  if (lines === undefined || lines.length === 0) return [];
  return [`${heading}: ${lines.map(toLine).join('; ')}.`];
}

/** The names that a blueprint may give as `template`. */
export const mailTemplateNames: readonly string[] = [...templates.keys()];

/**
 * Renders a template as text and as HTML. Values are escaped: a person named `<b>` stays text. The subject is one line. Throws
 * `invalid-blueprint` for a template that does not exist, naming those that do.
 */
export function renderMail(template: string, data: MailData): RenderedMail {
  const compose = templates.get(template);
  if (!compose) {
    throw new AppError('invalid-blueprint', `there is no mail template "${template}"`, {
      hint: `Use one of: ${mailTemplateNames.join(', ')}.`,
      details: { known: mailTemplateNames },
    });
  }
  const { subject, paragraphs, link } = compose(data);
  return {
    subject: toLine(subject),
    text: [...paragraphs, link.url].join('\n\n') + '\n',
    html: toMarkup(renderPage(toLine(subject), [...paragraphs.map(renderParagraph), renderLink(link)])),
  };
}

/** A mail in words of the blueprint's own: an empty line ends a paragraph. */
export function renderWords({ subject, text }: { readonly subject: string; readonly text: string }): RenderedMail {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return {
    subject: toLine(subject),
    text: `${paragraphs.join('\n\n')}\n`,
    html: toMarkup(renderPage(toLine(subject), paragraphs.map(renderParagraph))),
  };
}

/** Hono's markup is a promise only where a promise was put into it. */
function toMarkup(markup: Html): string {
  if (markup instanceof Promise) throw new AppError('defect', 'a mail template holds a promise');
  return markup.toString();
}

/** A value as part of one line: a line break in a name must not begin a line, let alone a header, of its own. */
function toLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function renderParagraph(text: string): Html {
  return html`<p style="margin:0 0 16px">${text}</p>`;
}

function renderLink({ url, label }: MailTemplate['link']): Html {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return renderParagraph(url);
  const button =
    'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none';
  return html`<p style="margin:0 0 16px"><a href="${url}" style="${button}">${label}</a></p>
    <p style="margin:0;color:#5c6570;font-size:13px">${url}</p>`;
}

function renderPage(title: string, body: Html[]): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body style="margin:0;padding:32px 16px;background:#f3f5f8">
        <div
          style="max-width:520px;margin:0 auto;padding:28px;border-radius:10px;background:#ffffff;color:#1d232b;font:16px/1.5 sans-serif"
        >
          ${body}
        </div>
      </body>
    </html> `;
}
