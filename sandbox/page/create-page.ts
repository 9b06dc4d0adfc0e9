import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { World } from '../create-world.ts';
import { judgeLink, type LinkVerdict } from '../model/judge-link.ts';
import { findLink, shortKeyOf } from '../model/links.ts';
import { type LinkOptions, subjectType } from '../model/records.ts';
import { levelName } from './portal-words.ts';
import { readPortal } from './read-portal.ts';
import { renderLink } from './render-link.ts';
import { renderPage } from './render-page.ts';
import { suggestPerson } from './suggest-person.ts';

/** Whether a request may go through the link, in HTTP's words: gone for good, or not without something more. */
const statusOf: Record<LinkVerdict, 200 | 403 | 410> = {
  open: 200,
  invalid: 410,
  expired: 410,
  'used-up': 410,
  password: 403,
  'sign-in': 403,
};

/** The one page, at `/`: the portal as a person would see it, with a form to add somebody and buttons to archive. */
export function createPage(world: World): Hono {
  const page = new Hono();
  page.get('/', (context) => {
    const nonce = randomBytes(16).toString('base64');
    protect(context, nonce);
    const { state } = world.portal;
    const url = new URL(context.req.url).origin;
    return context.html(renderPage({ ...readPortal(state), suggestion: suggestPerson(state), nonce, url }));
  });
  // Where the links in the API's replies and in mails lead: the room's card.
  page.get('/rooms/shared/:id{[0-9]+}', (context) => context.redirect(`/#room-${context.req.param('id')}`));
  page.get('/s/:key', (context) => {
    const key = context.req.param('key');
    return showLink(context, world, (link) => shortKeyOf(link) === key);
  });
  page.get('/rooms/share', (context) => {
    const key = context.req.query('key');
    return showLink(context, world, (link) => link.token === key);
  });
  return page;
}

function showLink(context: Context, { portal }: World, isWanted: (link: LinkOptions) => boolean) {
  const row = findLink(portal.state, isWanted);
  const verdict = row ? judgeLink(portal, row) : 'invalid';
  const room = portal.state.folders.get(row?.entryId ?? 0)?.title ?? '';
  const isInvitation = row?.subjectType === subjectType.invitationLink;
  protect(context, randomBytes(16).toString('base64'));
  const view = { verdict, room, isInvitation, level: levelName(row?.access ?? 0) };
  return context.html(renderLink(view), statusOf[verdict]);
}

function protect(context: Context, nonce: string): void {
  context.header('Content-Security-Policy', policy(nonce));
  context.header('Cache-Control', 'no-store');
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
