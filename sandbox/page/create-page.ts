import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { World } from '../create-world.ts';
import { judgeLink, type LinkVerdict } from '../model/judge-link.ts';
import { findLink, shortKeyOf } from '../model/links.ts';
import { type LinkOptions, subjectType } from '../model/records.ts';
import { levelName } from './portal-words.ts';
import { type PageQuery, readPortal } from './read-portal.ts';
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

/**
 * The one page, at `/`: the portal as a person would see it, searched and paged, with forms to add and invite somebody and buttons to archive
 * and to deliver again.
 */
export function createPage(world: World): Hono {
  const page = new Hono();
  page.get('/', (context) => {
    const nonce = randomBytes(16).toString('base64');
    protect(context, nonce);
    const url = new URL(context.req.url).origin;
    const view = readPortal(world.portal, readQuery(context));
    return context.html(renderPage({ ...view, suggestion: suggestPerson(world.portal.state), nonce, url }));
  });
  // Where the links in the API's replies and in mails lead: the room's card.
  page.get('/rooms/shared/:id{[0-9]+}', (context) =>
    context.redirect(`/?room=${context.req.param('id')}#room-${context.req.param('id')}`),
  );
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

function readQuery({ req }: Context): PageQuery {
  const page = Number(req.query('page'));
  return {
    text: req.query('q')?.trim() ?? '',
    page: Number.isSafeInteger(page) ? page : 1,
    roomId: Number(req.query('room')),
  };
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
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
