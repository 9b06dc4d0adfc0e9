import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import type { AppEnv } from './app-env.ts';
import type { Site } from './site.ts';

/** Headers of every answer: only our own inline style and script run, nobody frames us, nothing is kept by caches. */
export function setSecurityHeaders(site: Site): MiddlewareHandler<AppEnv> {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [NONCE],
      scriptSrc: [NONCE],
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
    c.header('Cache-Control', 'no-store');
    return answer;
  };
}
