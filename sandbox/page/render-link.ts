import { html } from 'hono/html';
import type { LinkVerdict } from '../model/judge-link.ts';
import type { Markup } from './render-page.ts';

/** What somebody sees who opens the address of a link. */
export interface LinkView {
  verdict: LinkVerdict;
  room: string;
  level: string;
  isInvitation: boolean;
}

const reasons: Record<Exclude<LinkVerdict, 'open'>, string> = {
  invalid: 'This link does not exist any more.',
  expired: 'This link has expired.',
  'used-up': 'This link has been used as often as it may be.',
  password: 'This link asks for a password.',
  'sign-in': 'This link is for people with an account: sign in first.',
};

/** The page behind the address of a link. Of a room that a link does not open it shows nothing. */
export function renderLink({ verdict, room, level, isInvitation }: LinkView): Markup {
  const greeting = isInvitation ? `You are invited to the room "${room}" as` : `The room "${room}" is open to you as`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${verdict === 'open' ? room : 'No entry'}</title>
      </head>
      <body>
        <p>${verdict === 'open' ? `${greeting}: ${level}.` : reasons[verdict]}</p>
      </body>
    </html>`;
}
