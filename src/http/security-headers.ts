import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import type { AppEnv } from './app-env.ts';
import type { Site } from './site.ts';

/** Headers of every answer: only our own styles and scripts run, nobody frames us, nothing is kept by caches but files whose names tell what is in them. */
export function setSecurityHeaders(site: Site): MiddlewareHandler<AppEnv> {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'", NONCE],
      scriptSrc: ["'self'", NONCE],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // Not `no-referrer`: with it browsers hide the Origin of our own forms, which writes are checked by.
    referrerPolicy: 'same-origin',
    strictTransportSecurity: site.publicUrl?.protocol === 'https:',
  });

  return async function setSecurityHeaders(c, next) {
    const answer = await secure(c, next);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
    return answer;
  };
}
