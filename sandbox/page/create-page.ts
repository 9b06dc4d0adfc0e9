import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { World } from '../create-world.ts';
import { readPortal } from './read-portal.ts';
import { renderPage } from './render-page.ts';
import { suggestPerson } from './suggest-person.ts';

/** The one page, at `/`: the portal as a person would see it, with a form to add somebody and buttons to archive. */
export function createPage(world: World): Hono {
  const page = new Hono();
  page.get('/', (context) => {
    const nonce = randomBytes(16).toString('base64');
    context.header('Content-Security-Policy', policy(nonce));
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    const { state } = world.portal;
    const url = new URL(context.req.url).origin;
    return context.html(renderPage({ ...readPortal(state), suggestion: suggestPerson(state), nonce, url }));
  });
  // Where the links in the API's replies and in mails lead: the room's card.
  page.get('/rooms/shared/:id{[0-9]+}', (context) => context.redirect(`/#room-${context.req.param('id')}`));
  return page;
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
